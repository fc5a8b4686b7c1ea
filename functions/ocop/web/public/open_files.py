"""Files of records that anybody may open: those that a public field names."""

from ocop.base.errors import NotFound
from ocop.filing.materials import sent_file
from ocop.http import Reply, Request, see_other
from ocop.registers.attached import files_readable
from ocop.registers.opened import OpenReading, open_registers
from ocop.web.desk import Desk


def open_public_file(desk: Desk, request: Request, register: str, id: str, file: str) -> Reply:
    """Leads to a file that a record of the province shows to everybody. Raises NotFound."""
    province, svc = desk.province(request), desk.svc.registers
    known = {one.id: one for one in open_registers(svc)}
    record = svc.store.record(province.code, id)
    if register not in known or record.register_id != register or record.state == "void":
        raise NotFound
    shown = OpenReading(svc, province, known[register]).data(record)
    ids = files_readable(svc.registers, record, shown)
    return see_other(desk.svc.files.link(sent_file(desk.svc, record, ids, file)))
