"""Made-up view models, one for each page: what the gallery draws and the page tests read."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from ocop.html import views as w
from ocop.html import views_office as o
from ocop.html import views_pages as p
from ocop.html import views_score as s
from ocop.html.fields import problems_of
from ocop.html.render import fields_of

NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
STEP_TITLES = (
    ("Tuyên truyền", "Xã phổ biến chương trình, bà con hỏi và được hướng dẫn."),
    ("Ý tưởng sản phẩm", "Bà con kể về sản phẩm muốn làm, xã giúp hoàn thiện."),
    ("Phương án kinh doanh", "Tính nguyên liệu, vốn, nơi bán cho ít nhất một năm."),
    ("Triển khai", "Làm thật, bán thật, báo cáo theo quý."),
    ("Đánh giá, phân hạng", "Nộp hồ sơ và minh chứng, hội đồng chấm điểm, tỉnh công nhận sao."),
    ("Xúc tiến thương mại", "Đưa sản phẩm đi hội chợ, lên sàn và vào cửa hàng."),
)
FRAME = w.Frame("vi", "", "Tỉnh Sông Lam")
OFFICE = w.Frame("vi", "", "Tỉnh Sông Lam", "Lê Thị Thử", office=True)


def steps(now: int) -> tuple[w.Step, ...]:
    return tuple(
        w.Step(i, title, "done" if i < now else "now" if i == now else "next", note)
        for i, (title, note) in enumerate(STEP_TITLES, 1)
    )


IDEA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Phiếu đăng ký ý tưởng sản phẩm",
    "type": "object",
    "required": ["organisation", "product", "pledge"],
    "properties": {
        "organisation": {
            "type": "object",
            "title": "Ai đăng ký",
            "required": ["name", "kind", "email"],
            "properties": {
                "name": {"type": "string", "title": "Tên đơn vị hoặc hộ", "maxLength": 200},
                "kind": {
                    "type": "string",
                    "title": "Loại hình",
                    "oneOf": [
                        {"const": "cooperative", "title": "Hợp tác xã"},
                        {"const": "group", "title": "Tổ hợp tác"},
                        {"const": "enterprise", "title": "Doanh nghiệp nhỏ và vừa"},
                        {"const": "household", "title": "Hộ gia đình có đăng ký kinh doanh"},
                    ],
                },
                "email": {
                    "type": "string",
                    "format": "email",
                    "title": "Thư điện tử",
                    "description": "Mọi tin về hồ sơ và liên kết mở hồ sơ sẽ gửi vào đây.",
                    "maxLength": 254,
                },
                "phone": {"type": "string", "title": "Điện thoại", "maxLength": 20},
            },
        },
        "product": {
            "type": "object",
            "title": "Sản phẩm",
            "required": ["name", "story", "since"],
            "properties": {
                "name": {"type": "string", "title": "Tên sản phẩm", "maxLength": 200},
                "story": {
                    "type": "string",
                    "title": "Vì sao khách sẽ mua sản phẩm này?",
                    "description": "Kể như kể với một người lần đầu ghé xã mình.",
                    "maxLength": 2000,
                },
                "since": {"type": "string", "format": "date", "title": "Làm từ ngày"},
                "yield": {"type": "integer", "title": "Sản lượng một năm (kg)", "minimum": 0},
            },
        },
        "materials": {
            "type": "array",
            "title": "Nguyên liệu",
            "description": "Mỗi loại một mục.",
            "maxItems": 12,
            "items": {
                "type": "object",
                "title": "Nguyên liệu",
                "required": ["name"],
                "properties": {
                    "name": {"type": "string", "title": "Tên", "maxLength": 100},
                    "local": {"type": "boolean", "title": "Có ngay trong xã"},
                },
            },
        },
        "photo": {
            "type": "string",
            "title": "Ảnh sản phẩm",
            "pattern": "^[a-z0-9]{26}$",
            "maxLength": 26,
            "x-upload": {"accept": ["image/jpeg", "image/png"], "maxBytes": 10485760},
        },
        "pledge": {
            "type": "boolean",
            "const": True,
            "title": "Tôi cam đoan những điều trên là đúng sự thật",
        },
    },
}
FILLED: dict[str, Any] = {
    "organisation": {
        "name": "Hợp tác xã Chè Thử Nghiệm",
        "email": "che@example.vn",
    },
    "product": {"name": "Chè búp Đồi Mây", "yield": 1200},
    "materials": [{"name": "Búp chè Shan tuyết", "local": True}],
}
ERRORS = {
    "/organisation/email": "Thư điện tử chưa đúng, ví dụ: ten@example.vn",
    "/product/story": "Xin trả lời: Vì sao khách sẽ mua sản phẩm này?",
    "/organisation/kind": "Xin chọn: Loại hình",
    "/pledge": "Xin đánh dấu cam đoan trước khi gửi",
}


def form(errors: dict[str, str] | None = None, filled: dict[str, Any] | None = None) -> w.FormView:
    nodes = fields_of(IDEA, {}, filled or {}, errors or {})
    return w.FormView(
        "/forms/product-idea",
        nodes,
        problems_of(nodes, errors or {}),
        {"_key": "sample-key"},
        "Gửi đăng ký",
        draft=True,
        title="Phiếu đăng ký ý tưởng sản phẩm",
        intro="Khoảng mười phút. Điền đến đâu hay đến đó, lưu nháp lúc nào cũng được.",
    )


EVENTS = (
    w.Event("Ý tưởng được chọn", "done", NOW - timedelta(days=90), "UBND xã Đồi Mây"),
    w.Event("Phương án kinh doanh được duyệt", "done", NOW - timedelta(days=60), "UBND xã Đồi Mây"),
    w.Event(
        "Hồ sơ đã nộp đủ",
        "done",
        NOW - timedelta(days=9),
        "Hợp tác xã Chè Thử Nghiệm",
        "Phiếu đăng ký và báo cáo tự đánh giá, 12 tệp minh chứng.",
    ),
    w.Event("Xã đang kiểm tra hồ sơ", "now", None, "UBND xã Đồi Mây"),
    w.Event("Hội đồng tỉnh chấm điểm", "next"),
    w.Event("Tỉnh công nhận", "next"),
)
FILES = (
    w.Evidence(
        "giay-dang-ky-kinh-doanh.pdf", "Giấy đăng ký kinh doanh", 1_254_000, "/x", added=NOW
    ),
    w.Evidence(
        "phieu-kiem-nghiem-2026.pdf",
        "Phiếu kiểm nghiệm",
        834_000,
        "/x",
        added=NOW,
        expires=date(2027, 3, 1),
    ),
    w.Evidence("anh-doi-che.jpg", "Ảnh", 3_400_000, "", "checking", NOW),
    w.Evidence("bang-luong.xlsm", "Danh sách lao động", 90_000, "", "refused", NOW),
)
DUE = w.Due(NOW + timedelta(days=4), "còn 4 ngày làm việc")
SOON = w.Due(NOW + timedelta(days=1), "còn 1 ngày làm việc", "soon")
LATE = w.Due(NOW - timedelta(days=2), "trễ 2 ngày làm việc", "late")
RESULT = w.Result(
    4,
    "87.33…",
    (
        w.PartPoints("A", "Sản phẩm và sức mạnh của cộng đồng", "34.5", "40", 86),
        w.PartPoints("B", "Khả năng tiếp thị", "21.33…", "25", 85),
        w.PartPoints("C", "Chất lượng sản phẩm", "31.5", "35", 90),
    ),
    (
        "Tổng 87,33 điểm nằm trong khoảng từ 70 đến dưới 90: hạng bốn sao.",
        "Đủ mọi điều kiện tối thiểu của ba sao và bốn sao.",
        "Điểm là trung bình của 9 phiếu, không làm tròn.",
    ),
    5,
    (
        w.Gap("", "Tổng điểm", "Cần thêm 2,67 điểm để đạt 90."),
        w.Gap(
            "1.2",
            "Chứng nhận chất lượng của vùng nguyên liệu",
            "Cần giấy chứng nhận tiêu chuẩn quốc tế (GlobalGAP, hữu cơ).",
        ),
    ),
)
SUBMISSION = w.Submission(
    "Mẫu 01: Phiếu đăng ký đánh giá, phân hạng",
    NOW - timedelta(days=9),
    "Hợp tác xã Chè Thử Nghiệm",
    2,
    (
        w.AnswerGroup(
            "Đơn vị đăng ký",
            (
                w.Answer("Tên đơn vị", "Hợp tác xã Chè Thử Nghiệm"),
                w.Answer("Người đại diện", "Nguyễn Văn Mẫu"),
                w.Answer("Địa chỉ", "Thôn 3, xã Đồi Mây\ntỉnh Sông Lam"),
                w.Answer("Trang mạng", ""),
            ),
        ),
        w.AnswerGroup(
            "Sản phẩm",
            (w.Answer("Tên sản phẩm", "Chè búp Đồi Mây"), w.Answer("Ảnh", files=FILES[:1])),
        ),
    ),
)
BODY = w.Button(
    "/dossiers/x/withdraw",
    "Rút hồ sơ",
    note="Hồ sơ rút rồi thì phải nộp lại từ đầu.",
    why="reason",
    tone="danger",
)


def _level(key: str, label: str, **more: Any) -> s.Level:
    return s.Level(key, label, key, **more)


SCORE_ROWS = (
    s.ScoreRow(
        "/c1_1",
        "1.1",
        "Nguồn nguyên liệu",
        "3",
        (
            _level("1", "Có dùng nguyên liệu gốc trong tỉnh, nhưng dưới 50%"),
            _level(
                "2", "Từ 50% đến dưới 75% nguyên liệu có nguồn gốc trong tỉnh", star=3, chosen=True
            ),
            _level("3", "Từ 75% đến 100% nguyên liệu có nguồn gốc trong tỉnh", claimed=True),
        ),
        note="Loại: nguyên liệu nhập khẩu toàn bộ hoặc không rõ nguồn gốc",
        said="Toàn bộ búp chè mua của 64 hộ trong xã, có hợp đồng và sổ cân.",
        evidence=FILES[:2],
        comment_name="/c1_1_note",
        differs="Các thành viên khác cho từ 2 đến 3 điểm ở tiêu chí này.",
    ),
    s.ScoreRow(
        "/c1_2",
        "1.2",
        "Chứng nhận chất lượng của vùng nguyên liệu",
        "2",
        (
            _level("0", "Không có giấy chứng nhận chất lượng"),
            _level("1", "Có giấy chứng nhận tiêu chuẩn quốc gia (VietGAP, hữu cơ)", claimed=True),
            _level("2", "Có giấy chứng nhận tiêu chuẩn quốc tế (GlobalGAP, hữu cơ)", star=5),
        ),
        comment="Giấy VietGAP ghi diện tích nhỏ hơn báo cáo.",
        comment_name="/c1_2_note",
        error="Xin chọn một mức cho tiêu chí 1.2",
    ),
)
SCORE = s.ScorePage(
    "99-10101-003-2026",
    "Chè búp Đồi Mây",
    "Hợp tác xã Chè Thử Nghiệm",
    "Hội đồng OCOP tỉnh Sông Lam, đợt 2 năm 2026",
    "/r/x-y",
    (
        s.ScorePart(
            "A",
            "Sản phẩm và sức mạnh của cộng đồng",
            "40",
            (s.ScoreSection("1", "Tổ chức sản xuất", "18", SCORE_ROWS),),
        ),
    ),
    RESULT,
    1,
    2,
    DUE,
    grounds=(s.Ground("/reject_1", "Giả mạo hồ sơ"),),
    hidden={"_version": "3"},
    evidence=FILES,
    conflict=w.Button(
        "/r/x-y/conflict",
        "Tôi có quan hệ lợi ích với chủ thể này",
        note="Bạn sẽ không thấy hồ sơ này nữa; thư ký sẽ mời người khác thay.",
        why="reason",
    ),
    decline=w.Button("/r/x-y/decline", "Tôi không chấm được đợt này", why="reason"),
)
WORK = (
    w.WorkRow(
        "99-10101-001-2026",
        "Mật ong rừng tràm",
        "Tổ hợp tác Ong Mẫu",
        "Kiểm tra ở xã",
        "/x",
        LATE,
        "Lập báo cáo của xã (Mẫu 03)",
    ),
    w.WorkRow(
        "99-10101-003-2026",
        "Chè búp Đồi Mây",
        "Hợp tác xã Chè Thử Nghiệm",
        "Kiểm tra ở xã",
        "/x",
        SOON,
    ),
    w.WorkRow(
        "99-10102-002-2026",
        "Bánh đa làng Mẫu",
        "Hộ Trần Thị Ví Dụ",
        "Chọn ý tưởng",
        "/x",
        DUE,
        "Chọn hay trả lại",
    ),
    w.WorkRow(
        "99-10102-004-2026",
        "Chiếu cói Bến Thử",
        "Hợp tác xã Cói Ví Dụ",
        "Chờ bổ sung",
        "/x",
        w.Due(NOW, "tạm dừng, chờ chủ thể bổ sung", "paused"),
    ),
)
CERTIFICATE = p.Certificate(
    "OCOP-99-2026-0017",
    "Chè búp Đồi Mây",
    "Hợp tác xã Chè Thử Nghiệm",
    "Xã Đồi Mây, tỉnh Sông Lam",
    4,
    "Quyết định số 17/QĐ-UBND",
    date(2026, 11, 20),
    date(2029, 11, 20),
    "valid",
    "87.33…",
    RESULT.lines,
)


def _producer() -> p.ProducerPage:
    return p.ProducerPage(
        "99-10101-003-2026",
        "Chè búp Đồi Mây",
        "Hợp tác xã Chè Thử Nghiệm",
        "Xã đề nghị bổ sung hai điểm",
        steps(5),
        EVENTS,
        (
            w.Link("Nộp phần bổ sung", "/forms/supplement", "Phiếu kiểm nghiệm mới và ảnh nhãn."),
            w.Link("Sửa báo cáo tự đánh giá", "/forms/self-assessment"),
        ),
        SOON,
        w.Notice(
            "info",
            "Xã nhắn",
            points=("Phiếu kiểm nghiệm đã quá 12 tháng", "Nhãn chưa ghi ngày đóng gói"),
        ),
        FILES,
        w.Link("Tải thêm minh chứng", "/dossiers/x/files"),
        (RESULT,),
        (SUBMISSION,),
        (BODY,),
    )


def _review() -> p.ReviewPage:
    act = w.FormView(
        "/r/x-y",
        fields_of(IDEA, {}, {}, {})[:1],
        submit="Gửi quyết định",
        title="Ý kiến của bạn",
    )
    return p.ReviewPage(
        "99-10101-003-2026",
        "Chè búp Đồi Mây",
        "Hợp tác xã Chè Thử Nghiệm",
        "UBND xã Đồi Mây",
        "Kiểm tra hồ sơ",
        (SUBMISSION,),
        FILES,
        SOON,
        act,
    )


def _dossier() -> p.DossierPage:
    return p.DossierPage(
        "99-10101-003-2026",
        "Chè búp Đồi Mây",
        "Hợp tác xã Chè Thử Nghiệm",
        "Xã đang kiểm tra hồ sơ",
        steps(5),
        EVENTS,
        (SUBMISSION,),
        FILES,
        LATE,
        (RESULT,),
        buttons=(w.Button("/office/x/remind", "Nhắc lại bằng thư"), BODY),
    )


UPLOAD = w.Upload(
    "https://evidence.example.vn/",
    {"key": "in/x", "policy": "p"},
    "application/pdf,image/jpeg",
    20 << 20,
    "Phiếu kiểm nghiệm",
)

PAGES: dict[str, tuple[str, object, w.Frame]] = {
    "home": ("home", p.Home(steps(1), 41), FRAME),
    "home-en": ("home", p.Home(steps(1), 41), w.Frame("en", "", "Song Lam Province")),
    "forms": (
        "forms",
        p.FormList(
            steps(0),
            {
                2: (
                    w.Card(
                        "Phiếu đăng ký ý tưởng sản phẩm",
                        "/forms/product-idea",
                        "Khoảng 10 phút, chưa cần giấy tờ",
                    ),
                ),
                3: (w.Card("Phương án kinh doanh", "/forms/business-plan", "Khoảng một giờ"),),
                5: (
                    w.Card("Phiếu đăng ký đánh giá", "/forms/registration", meta="Mẫu 01"),
                    w.Card("Báo cáo tự đánh giá", "/forms/self-assessment", meta="Mẫu 02"),
                ),
            },
        ),
        FRAME,
    ),
    "form": ("form_page", p.FormPage(steps(2), form()), FRAME),
    "form-errors": ("form_page", p.FormPage(steps(2), form(ERRORS, FILLED)), FRAME),
    "receipt": (
        "receipt",
        p.Receipt(
            "99-10101-003-2026",
            "Phiếu đăng ký ý tưởng sản phẩm",
            (
                "Mở thư và bấm xác nhận địa chỉ.",
                "Xã Đồi Mây xem ý tưởng trong 5 ngày làm việc.",
                "Bạn nhận thư báo kết quả và lớp tập huấn gần nhất.",
            ),
            "che@example.vn",
            w.Link("Theo dõi hồ sơ", "/cases/99-10101-003-2026"),
        ),
        FRAME,
    ),
    "case-search": (
        "case_search",
        p.CaseSearch("99-1", "Không có hồ sơ nào mang mã 99-1. Xin xem lại mã trong thư."),
        FRAME,
    ),
    "case": (
        "case",
        p.CasePage(
            "99-10101-003-2026",
            "Chè búp Đồi Mây",
            "Xã đang kiểm tra hồ sơ",
            "UBND xã Đồi Mây",
            steps(5),
            EVENTS,
            DUE,
        ),
        FRAME,
    ),
    "producer": ("producer", _producer(), FRAME),
    "files": (
        "files",
        p.FilesPage(
            "99-10101-003-2026",
            "Chè búp Đồi Mây",
            w.Link("Hồ sơ của tôi", "/dossiers/x"),
            FILES,
            upload=UPLOAD,
            notice=w.Notice("good", "Đã nhận tệp giay-dang-ky-kinh-doanh.pdf"),
        ),
        FRAME,
    ),
    "review": ("review", _review(), FRAME),
    "score": ("score", SCORE, FRAME),
    "confirm": (
        "confirm",
        p.Confirm(
            "Xác nhận địa chỉ thư",
            "Bấm nút dưới đây để chúng tôi biết thư đã đến đúng người.",
            w.Button("/dossiers/x/confirm", "Đúng là thư của tôi", tone="primary"),
            (("Sản phẩm", "Chè búp Đồi Mây"), ("Thư điện tử", "che@example.vn")),
            "Nếu bạn không đăng ký gì, xin đóng trang này; sẽ không có gì xảy ra.",
        ),
        FRAME,
    ),
    "dead-link": (
        "dead_link",
        p.DeadLink(
            "Liên kết trong thư đã hết hạn ngày 20/11/2026.",
            w.Button("/r/resend", "Gửi lại liên kết", {"link": "x"}, tone="primary"),
            w.Link("Xem tình trạng hồ sơ 99-10101-003-2026", "/cases/99-10101-003-2026"),
        ),
        FRAME,
    ),
    "told": (
        "told",
        p.Told(
            "Đã nộp phiếu",
            "Cảm ơn bạn đã chấm Chè búp Đồi Mây. Phiếu không sửa được nữa.",
            links=(w.Link("Xem phiếu đã nộp", "/r/x-y"),),
        ),
        FRAME,
    ),
    "sign-in": ("sign_in", o.SignIn(), FRAME),
    "sign-in-code": ("sign_in", o.SignIn("code", hidden={"_state": "x"}), FRAME),
    "forgotten": ("forgotten", o.Forgotten(), FRAME),
    "forgotten-sent": ("forgotten", o.Forgotten(sent=True), FRAME),
    "forgotten-dead": ("forgotten", o.Forgotten(dead=True), FRAME),
    "new-password": (
        "new_password",
        o.NewPassword("/office/password/x", "canbo@example.vn", "Mật khẩu chưa đủ mạnh."),
        FRAME,
    ),
    "security": ("security", o.Security(on=False, demanded=True), OFFICE),
    "security-codes": (
        "security",
        o.Security(
            on=False,
            demanded=True,
            secret="ABCD EFGH IJKL MNOP QRST UVWX YZ23 4567",
            address="otpauth://totp/Sao%20Xa?secret=ABCDEFGHIJKLMNOPQRSTUVWXYZ234567",
        ),
        OFFICE,
    ),
    "worklist": (
        "worklist",
        p.Worklist(
            "Việc đang chờ bạn",
            (
                p.Filter("Tất cả", "?", 4, True),
                p.Filter("Đang trễ", "?late", 1),
                p.Filter("Tuần này", "?week", 2),
            ),
            WORK,
            "?next",
        ),
        OFFICE,
    ),
    "dossier": ("dossier", _dossier(), OFFICE),
    "products": (
        "products",
        p.Products(
            (
                w.Card(
                    "Chè búp Đồi Mây",
                    "/certificates/1",
                    "Hợp tác xã Chè Thử Nghiệm, xã Đồi Mây",
                    "Có giá trị đến 20/11/2029",
                    4,
                ),
                w.Card(
                    "Bánh đa làng Mẫu",
                    "/certificates/2",
                    "Hộ Trần Thị Ví Dụ, xã Bến Thử",
                    "Có giá trị đến 02/03/2028",
                    3,
                ),
                w.Card(
                    "Lụa Mẫu dệt tay",
                    "/certificates/3",
                    "Công ty TNHH Lụa Ví Dụ",
                    "Có giá trị đến 11/08/2027",
                    5,
                ),
            )
        ),
        FRAME,
    ),
    "certificate": ("certificate", CERTIFICATE, FRAME),
    "not-found": (
        "error",
        p.ErrorPage(
            404,
            "Không có trang này",
            "Địa chỉ có thể đã gõ sai, hoặc trang đã chuyển đi nơi khác.",
        ),
        FRAME,
    ),
    "failure": (
        "error",
        p.ErrorPage(
            500, "Máy chủ gặp sự cố", "Chúng tôi đã ghi lại sự cố này.", number="7f3a-0c12"
        ),
        FRAME,
    ),
    "about": (
        "about",
        p.About(
            "Quy trình đánh giá, phân hạng sản phẩm OCOP",
            "Quyết định 26/2026/QĐ-TTg",
            (("Thư điện tử", "ocop@example.vn"), ("Điện thoại", "0200 000 000")),
        ),
        FRAME,
    ),
}
