"""The central units of the synthetic ministry and the subjects of their tasks.

No two units' topics share words, because the rule on work that two units claim must report only planted cases.
"""

from __future__ import annotations

from dataclasses import dataclass

SUBSTANTIVE, ADMINISTRATIVE, ADVISORY = "sustantiva", "administrativa", "asesoramiento"


@dataclass(frozen=True)
class Central:
    """A central unit.

    Attributes
    ----------
    code, name, area, action, kind : str
    category : str
        Budget category.
    thousands : int
        Its budget in thousands of bolivianos.
    topics : tuple of str
    """

    code: str
    name: str
    area: str
    action: str
    kind: str
    category: str
    thousands: int
    topics: tuple[str, ...]


AREAS = (
    ("ADM", "Administración Central"),
    ("VRP", "Viceministerio de Relaciones Políticas"),
    ("VCI", "Viceministerio de Comercio e Integración"),
    ("VSC", "Viceministerio de Servicios Consulares"),
)


def _unit(
    code: str, name: str, area: str, action: str, kind: str, category: str, thousands: int, topics: str
) -> Central:
    return Central(code, name, area, action, kind, category, thousands, tuple(topics.split("; ")))


CENTRAL_UNITS = (
    _unit("JGA", "Jefatura de Gabinete", "ADM", "6", ADVISORY, "000 0 010", 1338,
          "agenda ministerial; audiencias del despacho; compromisos presidenciales; visitas de autoridades; "
          "instructivos superiores; correspondencia reservada; viajes oficiales"),
    _unit("DGAA", "Dirección General de Asuntos Administrativos", "ADM", "6", ADMINISTRATIVE, "000 0 001", 71460,
          "contratación de bienes; activos fijos; planillas salariales; estados financieros; almacenes; "
          "parque automotor; pasajes y viáticos; conciliaciones bancarias"),
    _unit("DGP", "Dirección General de Planificación", "ADM", "6", ADMINISTRATIVE, "000 0 003", 63,
          "seguimiento del POA; anteproyecto de presupuesto; plan estratégico institucional; manuales de procesos; "
          "inversión pública; indicadores sectoriales; reformulación presupuestaria"),
    _unit("DGAJ", "Dirección General de Asuntos Jurídicos", "ADM", "6", ADVISORY, "000 0 002", 90,
          "proyectos normativos; procesos judiciales; resoluciones ministeriales; contratos suscritos; "
          "sumarios internos; criterios legales; poderes notariados"),
    _unit("UCS", "Unidad de Comunicación Social", "ADM", "6", ADVISORY, "000 0 006", 65,
          "campañas informativas; boletines de prensa; portal web; redes sociales; piezas audiovisuales; "
          "monitoreo de medios; eventos protocolares transmitidos"),
    _unit("UTR", "Unidad de Transparencia", "ADM", "6", ADVISORY, "000 0 007", 30,
          "denuncias ciudadanas; rendición pública; ética funcionaria; acceso a la información; ferias anticorrupción; "
          "control social; declaraciones juradas"),
    _unit("UAI", "Unidad de Auditoría Interna", "ADM", "6", ADVISORY, "000 0 005", 90,
          "auditorías operativas; auditorías SAYCO; confiabilidad de registros; relevamientos específicos; "
          "recomendaciones pendientes; auditorías especiales; papeles de trabajo"),
    _unit("UTI", "Unidad de Tecnologías de la Información", "ADM", "6", ADMINISTRATIVE, "000 0 008", 240,
          "servidores centrales; ciberseguridad; mesa de ayuda; desarrollo de aplicaciones; respaldos digitales; "
          "telefonía IP; licencias de software"),
    _unit("AHM", "Archivo Histórico y Memoria Institucional", "ADM", "6", ADMINISTRATIVE, "000 0 009", 18,
          "tratados históricos; fondos documentales; digitalización de legajos; biblioteca especializada; "
          "consultas de investigadores; conservación preventiva; catálogo bibliográfico"),
    _unit("VRP-DM", "Gabinete del Viceministerio de Relaciones Políticas", "VRP", "2", SUBSTANTIVE, "560 0 002", 639,
          "cumbres presidenciales; acuerdos políticos; mesas de diálogo; posiciones país; giras ministeriales; "
          "mecanismos de consulta; compromisos viceministeriales"),
    _unit("DGCE", "Dirección General de Ceremonial", "VRP", "1", SUBSTANTIVE, "570 0 004", 250,
          "actos de Estado; cartas credenciales; condecoraciones; inmunidades diplomáticas; cuerpo acreditado; "
          "misiones visitantes; saludos protocolares"),
    _unit("DGRB", "Dirección General de Relaciones Bilaterales", "VRP", "2", SUBSTANTIVE, "560 0 005", 238,
          "comisiones mixtas; gabinetes binacionales; memorandos de entendimiento; cooperación técnica; "
          "fichas de países; comités de vecindad; agendas bilaterales"),
    _unit("DGRM", "Dirección General de Relaciones Multilaterales", "VRP", "1", SUBSTANTIVE, "570 0 003", 460,
          "derechos humanos; cambio climático; candidaturas internacionales; informes periódicos; foros regionales; "
          "pueblos indígenas; desarme"),
    _unit("DGLA", "Dirección General de Límites y Aguas", "VRP", "3", SUBSTANTIVE, "500 0 002", 326,
          "hitos limítrofes; cuencas compartidas; cartografía oficial; comisiones demarcadoras; campañas geodésicas; "
          "ríos sucesivos; lagunas altoandinas"),
    _unit("VCI-DM", "Gabinete del Viceministerio de Comercio e Integración", "VCI", "4", SUBSTANTIVE, "130 0 001", 525,
          "negociaciones comerciales; rondas arancelarias; consejo exportador; estrategia de mercados; "
          "barreras no arancelarias; alianzas productivas; bloques regionales"),
    _unit("DGEX", "Dirección General de Promoción de Exportaciones", "VCI", "4", SUBSTANTIVE, "130 0 002", 243,
          "ruedas de negocios; oferta exportable; inteligencia comercial; marca nacional; certificados de origen; "
          "artesanía textil; alimentos andinos"),
    _unit("DGIF", "Dirección General de Integración y Fronteras", "VCI", "4", SUBSTANTIVE, "130 0 004", 114,
          "pasos fronterizos; hidrovía; corredores bioceánicos; control integrado; transporte internacional; "
          "desarrollo transfronterizo; puertos de tránsito"),
    _unit("VSC-DM", "Gabinete del Viceministerio de Servicios Consulares", "VSC", "5", SUBSTANTIVE, "540 0 003", 300,
          "política migratoria; retorno voluntario; diáspora; encuentros de cónsules; acuerdos consulares; "
          "planes de contingencia; protocolos humanitarios"),
    _unit("DGAC", "Dirección General de Asuntos Consulares", "VSC", "5", SUBSTANTIVE, "540 0 001", 80,
          "repatriación; trata de personas; privados de libertad; registro de residentes; brigadas móviles; "
          "asistencia humanitaria; voto exterior"),
    _unit("UGC", "Unidad de Gestoría", "VSC", "5", SUBSTANTIVE, "540 0 002", 40000,
          "gestoría documental; partidas de nacimiento; antecedentes; valijas; timbres valorados; recaudaciones; "
          "arqueos sorpresivos"),
    _unit("DGES", "Dirección General de Escalafón", "VSC", "5", ADMINISTRATIVE, "530 0 007", 58,
          "carrera diplomática; ascensos; rotación de funcionarios; evaluación del desempeño; expedientes personales; "
          "concursos de méritos; nómina exterior"),
    _unit("DGAD", "Dirección General de la Academia", "VSC", "5", SUBSTANTIVE, "510 0 001", 300,
          "maestría diplomática; diplomados virtuales; cursos de idiomas; publicaciones académicas; becas; "
          "conferencias magistrales; admisión de postulantes"),
    _unit("DGAL", "Dirección General de Apostilla y Legalizaciones", "VSC", "5", SUBSTANTIVE, "530 0 006", 150,
          "apostilla electrónica; legalizaciones; firmas registradas; cultos religiosos; personalidades jurídicas; "
          "ventanillas; tasas cobradas"),
    _unit("DDV", "Dirección Departamental del Valle", "VSC", "5", SUBSTANTIVE, "530 0 002", 70,
          "trámites vallunos; colas matutinas; ferias municipales; convenios universitarios; buzón ciudadano; "
          "turnos digitales; sellos secos"),
    _unit("DDO", "Dirección Departamental del Oriente", "VSC", "5", SUBSTANTIVE, "530 0 003", 70,
          "trámites orientales; jornadas sabatinas; oficinas itinerantes; enlaces prefecturales; reclamos atendidos; "
          "fichas biométricas; módulos rurales"),
)  # fmt: skip


@dataclass(frozen=True)
class ExtraCategory:
    """A budget category without a unit: code, name, action, area and thousands of bolivianos."""

    code: str
    name: str
    action: str
    area: str
    thousands: int


EXTRA_CATEGORIES = (
    # Planted: programme 540 belongs to action 5, but this category of action 6 uses it (DS 3246, art. 17).
    ExtraCategory("540 0 013", "Prevención y salud institucional", "6", "ADM", 26),
    ExtraCategory("000 0 093", "Personas con discapacidad", "6", "ADM", 2607),
    ExtraCategory("540 0 006", "Documentación y apoyo a connacionales", "5", "VSC", 2600),
    ExtraCategory("550 0 001", "Coordinación del servicio exterior", "7", "EXT", 188768),
    ExtraCategory("550 0 006", "Fortalecimiento tecnológico del servicio exterior", "7", "EXT", 1793),
    ExtraCategory("550 0 093", "Personas con discapacidad, servicio exterior", "7", "EXT", 913),
)
