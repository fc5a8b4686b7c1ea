"""Roles that every house knows, whatever its rulebook: who files, runs the province, advises."""

PRODUCER = "producer"
ADMINISTRATOR = "administrator"
COMMUNE_OFFICER = "commune-officer"
COUNCIL_CHAIR = "council-chair"
ADVISER = "adviser"
# Who recognises a product, and who settles what sheets leave open.
DECIDING_ROLES = (COUNCIL_CHAIR, "district-chairman", "province-chairman")
# Who runs the stack, by its commands.
OPERATOR = "operator"
