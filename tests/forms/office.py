"""A small office with tasks of every kind, and its forms."""

from __future__ import annotations

from functools import cache

from builders import WORKSPACE, make_corrida, make_dataset, make_entidad

from helpers.forms.blank.form_set import FormSet
from helpers.settings.methods import Metodo, load_method
from helpers.settings.params import Corrida

STRUCTURE = """
    codigo | nombre                               | nivel    | padre | acp
    E      | Entidad                              | entidad  |       |
    S      | Servicio                             | servicio | E     |
    A      | Área                                 | area     | S     |
    DP     | Dirección de Planificación           | unidad   | A     | 1
    DJ     | Dirección Jurídica                   | unidad   | A     | 2
    DX     | Dirección sin tareas                 | unidad   | A     | 2
"""
ACTIONS = """
    acp | denominacion | ponderacion
    1   | Planificar   | 60
    2   | Asesorar     | 40
"""
VERSIONS = """
    version | fecha      | resolucion
    v1      | 2024-01-01 | RM 001/2024
"""
TASKS = """
    version | tarea  | descripcion                    | operacion | unidad | acp | unidad_medida | meta | abr | may | jun | acumulable | ponderacion | ppto
    v1      | DP.1.1 | Elaborar el informe trimestral | DP.1      | DP     | 1   | informe       | 4    |     |     | 1   | si         | 30          | 1000
    v1      | DP.1.2 | Capacitar a las unidades       | DP.1      | DP     | 1   | taller        | 12   | 1   | 2   | 3   | si         | 20          | 500
    v1      | DP.2.1 | Atender los pedidos            | DP.2      | DP     | 1   | porcentaje    | 100  | 100 | 100 | 100 | no         | 25          |
    v1      | DP.1.3 | Actualizar el manual           | DP.1      | DP     | 1   | documento     | 1    |     |     |     | si         | 15          | 250
    v1      | DP.2.2 | =Revisar & <publicar>          | DP.2      | DP     | 1   | norma         | 3    | 1   |     | 0.5 | si         | 10          | 50
    v1      | DJ.1.1 | Emitir criterios legales       | DJ.1      | DJ     | 2   | informe legal | 30   | 2   | 3   | 4   | si         | 100         | 80
"""
METHODS = ("mre-2024", "mre-2021", "segip-2020", "acp-ponderada")


@cache
def method_of(name: str) -> Metodo:
    return load_method(WORKSPACE, name)


def make_forms(
    method: str | Metodo = "mre-2024", periodo: str = "2024-T2", corrida: Corrida | None = None, **tables: object
) -> FormSet:
    """The forms of the small office under a method."""
    given = {"estructura": STRUCTURE, "acciones": ACTIONS, "versiones": VERSIONS, "tareas": TASKS} | tables
    dataset = make_dataset(**given)
    loaded = method_of(method) if isinstance(method, str) else method
    run = corrida or make_corrida(periodo, metodo=loaded.id)
    return FormSet(make_entidad(nombre="Entidad de Prueba"), run, loaded, dataset)
