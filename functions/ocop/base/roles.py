"""Roles that every house knows, whatever its rulebook: who files, and who runs the province."""

PRODUCER = "producer"
ADMINISTRATOR = "administrator"
COMMUNE_OFFICER = "commune-officer"
COUNCIL_CHAIR = "council-chair"
# Who runs the stack, by its commands.
OPERATOR = "operator"
