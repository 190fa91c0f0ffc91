"""The texts of the planner's page: buttons, results and messages."""

from __future__ import annotations

BUTTONS = {
    "new": ("Abrir el periodo", "calendar-plus-o"),
    "forms": ("Hacer los formularios", "file-excel-o"),
    "check": ("Comprobar datos y formularios", "search"),
    "accept": ("Aceptar lo que está por confirmar", "check-square-o"),
    "sheets": ("Hojas por unidad", "table"),
    "draft": ("Redactar los borradores", "pencil"),
    "texts": ("Textos a Word", "file-word-o"),
    "read": ("Leer los textos de Word", "reply"),
    "report": ("Hacer el informe", "play"),
    "open": ("Abrir el informe", "external-link"),
    "audit": ("Auditar el informe", "balance-scale"),
    "close": ("Cerrar el periodo", "lock"),
    "yes": ("Sí, cerrar", "check"),
    "no": ("No cerrar", "times"),
}
"""Label and icon of each button, in the order of a quarter's steps; the last two confirm or cancel the closing."""
DONE = {
    "new": "Periodo abierto. Ya está elegido arriba: revise las fechas propuestas y haga los formularios.",
    "forms": "Formularios listos: repártalos. Cuando vuelvan, póngalos en la carpeta {inbox} y pulse «Comprobar».",
    "check": "No hay errores.",
    "accept": "No hay errores: los datos de hoy quedan como los aceptados.",
    "sheets": "No hay errores. Arriba dice qué hojas se escribieron y dónde.",
    "draft": "Hay textos del periodo: acéptelos o corríjalos. Para hacerlo en Word, pulse «Textos a Word».",
    "texts": "Corrija el documento, guárdelo con su nombre y pulse «Leer los textos de Word».",
    "read": "Textos leídos: pulse «Comprobar» y haga el informe.",
    "report": "Informe hecho: pulse «Abrir el informe».",
    "audit": "El informe pasa la auditoría. Arriba dice dónde está el acta.",
    "yes": "Periodo cerrado. Si después cambia una cifra suya, todo informe lo dirá.",
}
"""Messages for commands that succeed, by button."""
FAILED = "No se hizo, o queda algo por corregir: arriba dice qué."
MADE_AS_DRAFT = (
    "El informe está hecho, pero queda en borrador: arriba dice qué comprobaciones no pasaron. Pulse «Abrir el "
    "informe»."
)
RUNNING = "En curso…"
BEGIN = "Elija el periodo y pulse un botón."
NO_RUN = "No hay ningún periodo con parámetros: empiece con «poa iniciar»."
NO_REPORT = "Todavía no hay informe de este periodo: pulse «Hacer el informe»."
NO_PERIOD = "Escriba en «Periodo nuevo» cuál se abre, como 2024-T3."
NO_NAME = "Escriba en «Quién cierra» el nombre y el cargo de quien cierra el periodo."
SURE = (
    "Va a cerrar {run} a nombre de «{who}». Sus cifras quedan guardadas como están hoy; un cierre no se sobrescribe "
    "ni se deshace. Pulse «Sí, cerrar» o «No cerrar»."
)
NOT_CLOSED = "No se cerró: todo sigue como estaba."
