"""Every address behind reviewers' emailed links, written as `ocop.web.routes` says."""

WebRoute = tuple[str, str, str]

REVIEW: tuple[WebRoute, ...] = (
    ("POST", "/r/renew", "deadlinks:renew"),
    ("GET", "/r/renewed", "deadlinks:tell_renewed"),
    ("POST", "/r/<key>/forget", "forget:forget"),
    ("GET", "/r/gone/<verb>", "reviewer.sheets:tell_withdrawn"),
    ("POST", "/r/<key>/code", "reviewer.devices:mail_code"),
    ("GET", "/r/<key>/code", "reviewer.devices:show_code"),
    ("POST", "/r/<key>/device", "reviewer.devices:let_device_in"),
    ("POST", "/v1/reviews/<key>/code", "reviewer.devices:mail_code_by_program"),
    ("POST", "/v1/reviews/<key>/device", "reviewer.devices:let_program_in"),
    ("GET", "/r/<key>", "reviewer.pages:open_review"),
    ("GET", "/r/<key>/next", "reviewer.list_page:open_next"),
    ("GET", "/r/<key>/products/<dossier>", "reviewer.list_page:open_listed"),
    ("GET", "/r/<key>/decided", "reviewer.pages:tell_decided"),
    ("GET", "/r/<key>/evidence/<file>", "reviewer.pages:open_review_file"),
    ("GET", "/r/<key>/evidence", "reviewer.papers:show_review_papers"),
    ("POST", "/r/<key>/evidence", "reviewer.papers:add_review_paper"),
    ("POST", "/r/<key>/evidence/<file>/remove", "reviewer.papers:remove_review_paper"),
    ("POST", "/v1/reviews/<key>/uploads", "reviewer.papers:announce_review_paper"),
    ("DELETE", "/v1/reviews/<key>/evidence/<file>", "reviewer.papers:delete_review_paper"),
    ("POST", "/r/<key>/decide", "reviewer.pages:decide_by_link"),
    ("POST", "/r/<key>/save", "reviewer.sheets:take_sheet"),
    ("POST", "/r/<key>/<verb>", "reviewer.sheets:leave_by_page"),
    ("GET", "/v1/reviews/<key>", "reviewer.api:send_review"),
    ("GET", "/v1/reviews/<key>/products", "reviewer.list_page:send_list"),
    ("PUT", "/v1/reviews/<key>", "reviewer.api:save_review"),
    ("POST", "/v1/reviews/<key>/submit", "reviewer.api:submit_review"),
    ("POST", "/v1/reviews/<key>/decide", "reviewer.api:decide_by_program"),
    ("POST", "/v1/reviews/<key>/<verb>", "reviewer.api:withdraw_by_program"),
)
