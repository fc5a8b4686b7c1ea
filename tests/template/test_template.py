"""What the template must keep, whoever edits it."""

from collections.abc import Iterator
from typing import Any

import pytest

from ocop.aws.table import INDEXES
from ocop.jobs.delivery import FAILURES
from ocop.wiring.settings import PORTS
from ocop.wiring.start import Figure
from tests.support.table import template

FUNCTIONS = ["Portal", "Review", "Office", "Workflow", "Dispatch", "Clock", "Mailbox", "Papers"]
HTTP_API_SECONDS = 30
KEPT = ["Table", "Evidence", "LinkKey", "SigningKey", "Officers"]


def properties(name: str) -> dict[str, Any]:
    """A resource's properties."""
    found: dict[str, Any] = template()["Resources"][name]["Properties"]
    return found


def of_type(kind: str) -> dict[str, dict[str, Any]]:
    """Properties of all resources of a type, by their names."""
    resources = template()["Resources"]
    return {n: r.get("Properties", {}) for n, r in resources.items() if r["Type"] == kind}


def function(name: str) -> dict[str, Any]:
    """A function's properties over the globals."""
    return {**template()["Globals"]["Function"], **properties(f"{name}Function")}


def statements(name: str) -> Iterator[dict[str, Any]]:
    """Everything that a function's role may do, its shared policies included."""
    role = properties(f"{name}Role")
    for policy in role["Policies"]:
        yield from policy["PolicyDocument"]["Statement"]
    for shared in role.get("ManagedPolicyArns", ()):
        yield from properties(shared["Ref"])["PolicyDocument"]["Statement"]


def as_list(value: Any) -> list[Any]:
    """One or many, as many."""
    return value if isinstance(value, list) else [value]


def text_of(arn: Any) -> str:
    """The text in which a wildcard of an ARN would stand."""
    return str(arn["Fn::Sub"]) if isinstance(arn, dict) and "Fn::Sub" in arn else str(arn)


def test_the_eight_functions_and_no_other() -> None:
    assert set(of_type("AWS::Serverless::Function")) == {f"{name}Function" for name in FUNCTIONS}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_each_function_runs_on_arm_with_its_own_role_limits_and_log(name: str) -> None:
    found = function(name)
    assert (found["Runtime"], found["Architectures"]) == ("python3.13", ["arm64"])
    assert found["Handler"] == f"{name.lower()}.handler"
    assert found["Role"] == {"Fn::GetAtt": [f"{name}Role", "Arn"]}
    assert found["MemorySize"] >= 128
    assert 0 < found["Timeout"] <= 300
    assert found["LoggingConfig"] == {"LogGroup": {"Ref": f"{name}Logs"}}
    assert properties(f"{name}Logs")["RetentionInDays"] == {"Ref": "LogRetentionDays"}


@pytest.mark.parametrize("name", ["Portal", "Review", "Office"])
def test_functions_behind_http_answer_before_the_gateway_gives_up(name: str) -> None:
    assert function(name)["Timeout"] < HTTP_API_SECONDS - 1


@pytest.mark.parametrize("name", FUNCTIONS)
def test_no_role_holds_a_wildcard(name: str) -> None:
    for statement in statements(name):
        assert not [action for action in as_list(statement["Action"]) if "*" in action]
        for arn in as_list(statement["Resource"]):
            # What remains is "all executions of this machine", "all evidence", "all papers", "all
            # packages", and mail to anybody, which is bound to our sender.
            machines, folders = (
                ("-decision", "-council"),
                ("evidence", "office", "papers", "packages"),
            )
            kinds = (*(f"{name}:*" for name in machines), *(f"/{name}/*" for name in folders))
            bound = "ses:FromAddress" in str(statement.get("Condition"))
            allowed = text_of(arn).endswith(kinds)
            allowed = allowed or (bound and text_of(arn).endswith(":identity/*"))
            assert "*" not in text_of(arn) or allowed


@pytest.mark.parametrize("name", FUNCTIONS)
def test_no_role_can_scan_the_table_or_touch_its_settings(name: str) -> None:
    actions = {a for s in statements(name) for a in as_list(s["Action"])}
    row = {
        "GetItem",
        "BatchGetItem",
        "Query",
        "ConditionCheckItem",
        "PutItem",
        "UpdateItem",
        "DeleteItem",
    }
    stream = {"DescribeStream", "GetRecords", "GetShardIterator", "ListStreams"}
    asked = {a.removeprefix("dynamodb:") for a in actions if a.startswith("dynamodb:")}
    assert asked <= row | (stream if name == "Dispatch" else set())


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_role_reads_the_papers_where_the_function_has_their_shelf(name: str) -> None:
    told = (f"{one['Resource']} {one.get('Condition')}" for one in statements(name))
    reads = any("papers/" in one for one in told)
    assert reads == ("shelf" in PORTS[name.lower()])


@pytest.mark.parametrize("name", ["Portal", "Review", "Office", "Workflow", "Mailbox", "Papers"])
def test_mail_leaves_by_the_outbox_alone(name: str) -> None:
    assert not [s for s in statements(name) if "ses:SendEmail" in as_list(s["Action"])]


def test_machines_may_call_the_workflow_function_alone() -> None:
    for machine in of_type("AWS::Serverless::StateMachine").values():
        [policy] = machine["Policies"]
        [statement] = policy["Statement"]
        assert statement["Action"] == "lambda:InvokeFunction"
        assert statement["Resource"] == {"Fn::GetAtt": ["WorkflowFunction", "Arn"]}


def test_the_table_s_keys_index_and_safeguards() -> None:
    table = properties("Table")
    keys = [(key["AttributeName"], key["KeyType"]) for key in table["KeySchema"]]
    indexes = {
        index["IndexName"]: tuple(key["AttributeName"] for key in index["KeySchema"])
        for index in table["GlobalSecondaryIndexes"]
    }
    assert keys == [("pk", "HASH"), ("sk", "RANGE")]
    assert indexes == {"work": ("wpk", "wsk"), "clock": ("cpk", "csk")} == INDEXES
    assert all(
        index["Projection"] == {"ProjectionType": "KEYS_ONLY"}
        for index in table["GlobalSecondaryIndexes"]
    )
    assert table["BillingMode"] == "PAY_PER_REQUEST"
    assert table["DeletionProtectionEnabled"] is True
    assert table["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    assert table["SSESpecification"] == {"SSEEnabled": True}
    assert table["StreamSpecification"] == {"StreamViewType": "NEW_IMAGE"}
    assert table["TimeToLiveSpecification"] == {"AttributeName": "ttl", "Enabled": True}


@pytest.mark.parametrize("name", KEPT)
def test_what_holds_people_s_work_outlives_the_stack(name: str) -> None:
    resource = template()["Resources"][name]
    assert (resource["DeletionPolicy"], resource["UpdateReplacePolicy"]) == (
        "RetainExceptOnCreate",
        "Retain",
    )


def test_evidence_is_private_and_tls_only() -> None:
    assert set(properties("Evidence")["PublicAccessBlockConfiguration"].values()) == {True}
    [statement] = properties("EvidenceTlsOnly")["PolicyDocument"]["Statement"]
    assert statement["Effect"] == "Deny"
    assert statement["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}


def test_every_asynchronous_edge_has_a_place_for_what_fails() -> None:
    failed = {"Fn::GetAtt": ["FailedWork", "Arn"]}
    outbox = properties("DispatchFunction")["Events"]["Outbox"]["Properties"]
    assert outbox["DestinationConfig"]["OnFailure"] == {"Type": "SQS", "Destination": failed}
    assert outbox["BisectBatchOnFunctionError"] is True
    assert outbox["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    clock = properties("ClockFunction")
    for called in (clock, properties("PapersFunction")):
        failure = called["EventInvokeConfig"]["DestinationConfig"]["OnFailure"]
        assert failure["Destination"] == failed
    for event in clock["Events"].values():
        assert event["Properties"]["DeadLetterConfig"] == {"Arn": failed}
    dead = {"Fn::GetAtt": ["MailFailures", "Arn"]}
    assert properties("MailQueue")["RedrivePolicy"]["deadLetterTargetArn"] == dead
    assert properties("MailSubscription")["RedrivePolicy"]["deadLetterTargetArn"] == dead
    statuses = properties("ExecutionFailed")["EventPattern"]["detail"]["status"]
    assert set(statuses) == {"FAILED", "TIMED_OUT", "ABORTED"}


def test_a_mail_report_is_hidden_long_enough_to_be_read() -> None:
    queue = properties("MailQueue")
    assert queue["VisibilityTimeout"] >= 6 * function("Mailbox")["Timeout"]
    assert queue["RedrivePolicy"]["maxReceiveCount"] >= 5


def test_somebody_hears_of_every_dead_letter_queue() -> None:
    watched = [str(alarm.get("Dimensions")) for alarm in of_type("AWS::CloudWatch::Alarm").values()]
    for queue in ("FailedWork", "MailFailures"):
        assert [seen for seen in watched if queue in seen]


def test_alarms_look_at_figures_that_somebody_counts() -> None:
    filters = of_type("AWS::Logs::MetricFilter").values()
    written = {one["MetricName"] for each in filters for one in each["MetricTransformations"]}
    own = [
        alarm
        for alarm in of_type("AWS::CloudWatch::Alarm").values()
        if "SaoXa" in str(alarm["Namespace"])
    ]
    assert {alarm["MetricName"] for alarm in own} <= {*Figure, *written}
    common = template()["Globals"]["Function"]["Environment"]["Variables"]
    for alarm in own:
        assert alarm["Namespace"] == common["POWERTOOLS_METRICS_NAMESPACE"]
        if alarm["MetricName"] not in written:
            service = common["POWERTOOLS_SERVICE_NAME"]
            assert alarm["Dimensions"] == [{"Name": "service", "Value": service}]


def test_only_the_office_api_asks_for_a_token_and_it_does() -> None:
    routes = {r["RouteKey"]: r for r in of_type("AWS::ApiGatewayV2::Route").values()}
    guarded = {key for key, route in routes.items() if route["AuthorizationType"] == "JWT"}
    assert guarded == {"ANY /v1/office/{proxy+}"}
    assert set(routes) - guarded == {
        "$default",
        "ANY /r/{proxy+}",
        "ANY /v1/reviews/{proxy+}",
        "ANY /office",
        "ANY /office/{proxy+}",
        "OPTIONS /{proxy+}",
        "OPTIONS /v1/office/{proxy+}",
        *properties("ApiStage")["RouteSettings"],
    }


def test_what_strangers_write_to_has_limits_of_its_own_on_routes_that_exist() -> None:
    limits = properties("ApiStage")["RouteSettings"]
    everything = properties("ApiStage")["DefaultRouteSettings"]["ThrottlingRateLimit"]
    routes = {r["RouteKey"]: name for name, r in of_type("AWS::ApiGatewayV2::Route").items()}
    assert {"POST /forms/{form}", "POST /v1/uploads", "POST /r/renew"} <= set(limits)
    assert {routes[key] for key in limits} == set(template()["Resources"]["ApiStage"]["DependsOn"])
    assert all(limit["ThrottlingRateLimit"] < everything for limit in limits.values())


def test_mail_goes_to_anybody_but_from_our_sender_alone() -> None:
    [statement] = [
        s
        for s in properties("DeliveryAccess")["PolicyDocument"]["Statement"]
        if s["Action"] == "ses:SendEmail"
    ]
    assert str(statement["Resource"]).count("identity/*") == 1
    assert statement["Condition"] == {"StringEquals": {"ses:FromAddress": {"Ref": "SenderAddress"}}}


def test_ses_reports_what_somebody_reads_and_nothing_else() -> None:
    events = properties("MailingEvents")["EventDestination"]["MatchingEventTypes"]
    assert {event.capitalize() for event in events} <= set(FAILURES)


def test_the_access_log_holds_no_path_and_no_address() -> None:
    stage = properties("ApiStage")
    assert stage["DefaultRouteSettings"]["ThrottlingRateLimit"] > 0
    logged = stage["AccessLogSettings"]["Format"]
    assert not [word for word in ("path", "Path", "sourceIp", "userAgent") if word in logged]


def test_officers_cannot_sign_themselves_up() -> None:
    pool = properties("Officers")
    assert pool["AdminCreateUserConfig"] == {"AllowAdminCreateUserOnly": True}
    assert pool["Policies"]["PasswordPolicy"]["MinimumLength"] >= 12


def test_nothing_of_the_local_clock_is_deployed() -> None:
    assert "LOCAL_CLOCK" not in str(template())


def test_no_authorizer_stands_before_a_browser_s_question() -> None:
    routes = of_type("AWS::ApiGatewayV2::Route").values()
    guarded = [one["RouteKey"] for one in routes if one["AuthorizationType"] != "NONE"]
    asked = {one["RouteKey"] for one in routes if one["RouteKey"].startswith("OPTIONS ")}
    assert guarded
    for key in guarded:
        method, path = key.split(" ")
        assert method == "ANY"
        assert f"OPTIONS {path}" in asked
    assert "OPTIONS /{proxy+}" in asked


def test_nobody_signs_but_the_function_that_issues() -> None:
    key = properties("SigningKey")
    assert (key["KeySpec"], key["KeyUsage"]) == ("RSA_3072", "SIGN_VERIFY")
    [denial] = [one for one in key["KeyPolicy"]["Statement"] if one["Effect"] == "Deny"]
    assert (denial["Action"], denial["Principal"]) == ("kms:Sign", {"AWS": "*"})
    assert "PapersRole" in text_of(denial["Condition"]["ArnNotLike"]["aws:PrincipalArn"])
    signers = [
        name
        for name in FUNCTIONS
        if any("kms:Sign" in as_list(one["Action"]) for one in statements(name))
    ]
    assert signers == ["Papers"]
