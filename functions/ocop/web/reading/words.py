"""Words of the pages that are put together in code: steps, roles, events, deadlines."""

from ocop.base.text import Text

STEPS: tuple[tuple[Text, Text], ...] = (
    (
        {"vi": "Tuyên truyền", "en": "Communication"},
        {
            "vi": "Xã phổ biến chương trình, bà con hỏi và được hướng dẫn.",
            "en": "The commune explains the programme and answers questions.",
        },
    ),
    (
        {"vi": "Ý tưởng sản phẩm", "en": "Product idea"},
        {
            "vi": "Bà con kể về sản phẩm muốn làm, xã giúp hoàn thiện.",
            "en": "Producers describe what they want to make; the commune helps to round it off.",
        },
    ),
    (
        {"vi": "Phương án kinh doanh", "en": "Business plan"},
        {
            "vi": "Tính nguyên liệu, vốn, nơi bán, người làm.",
            "en": "Materials, capital, markets and people.",
        },
    ),
    (
        {"vi": "Triển khai", "en": "Deployment"},
        {
            "vi": "Làm thật, bán thật, báo cáo tiến độ và gom minh chứng.",
            "en": "Making and selling, with progress reports and evidence.",
        },
    ),
    (
        {"vi": "Đánh giá, phân hạng", "en": "Evaluation and ranking"},
        {
            "vi": "Nộp hồ sơ, hội đồng chấm điểm, tỉnh công nhận sao.",
            "en": "The dossier is scored by a council and the stars are recognised.",
        },
    ),
    (
        {"vi": "Xúc tiến thương mại", "en": "Trade promotion"},
        {
            "vi": "Đưa sản phẩm đi hội chợ, lên sàn và vào cửa hàng.",
            "en": "Fairs, online markets and shops.",
        },
    ),
)

ACTORS: dict[str, Text] = {
    "commune-officer": {"vi": "UBND {commune}", "en": "People's committee, {commune}"},
    "district-officer": {"vi": "Cơ quan OCOP cấp huyện", "en": "District OCOP office"},
    "province-advisory": {"vi": "Tổ tư vấn OCOP tỉnh", "en": "Provincial advisory team"},
    "province-chairman": {"vi": "Chủ tịch UBND tỉnh", "en": "Chairman of the province"},
    "centre-liaison": {"vi": "Hội đồng cấp trung ương", "en": "Central council"},
    "council-member": {"vi": "Hội đồng OCOP", "en": "OCOP council"},
    "administrator": {"vi": "Cơ quan OCOP tỉnh", "en": "Provincial OCOP office"},
    "producer": {"vi": "Chủ thể", "en": "Producer"},
}

CHANNELS: dict[str, Text] = {
    "link": {"vi": "qua liên kết trong thư", "en": "by the link in a mail"},
    "account": {"vi": "đã đăng nhập", "en": "signed in"},
    "api": {"vi": "qua phần mềm, đã đăng nhập", "en": "by a program, signed in"},
}

READERS: dict[str, Text] = {
    "commune": {"vi": "cán bộ xã", "en": "the commune's officer"},
    "district": {"vi": "cán bộ cấp huyện", "en": "the district's officer"},
    "province": {"vi": "cán bộ cấp tỉnh", "en": "the province's officer"},
    "centre": {"vi": "cán bộ cấp trung ương", "en": "the central officer"},
}
IDEA: Text = {"vi": "Đăng ký ý tưởng sản phẩm", "en": "Product idea"}
FOLLOW: Text = {"vi": "Theo dõi hồ sơ", "en": "Follow the case"}
ADDRESS_GIVEN: Text = {"vi": "địa chỉ bạn đã ghi", "en": "the address you gave"}
MEND_ADDRESS: Text = {"vi": "Gửi đến địa chỉ này", "en": "Write to this address"}
AFTER_IDEA: tuple[Text, ...] = (
    {
        "vi": "Mở thư chúng tôi vừa gửi và bấm nút xác nhận địa chỉ.",
        "en": "Open the mail we have just sent and press the button to confirm your address.",
    },
    {
        "vi": "Ý tưởng được chuyển đến {reader}; có kết quả, chúng tôi gửi thư báo.",
        "en": "The idea goes to {reader}; we write to you with the result.",
    },
    {
        "vi": "Theo dõi hồ sơ bất cứ lúc nào bằng mã ở trên.",
        "en": "Follow the case at any time with the reference above.",
    },
)

EVENTS: dict[str, Text] = {
    "submitted": {"vi": "Đã nộp: {form}", "en": "Filed: {form}"},
    "confirmed": {"vi": "Đã xác nhận địa chỉ thư", "en": "Address confirmed"},
    "decided": {"vi": "{stage}: {outcome}", "en": "{stage}: {outcome}"},
    "council-assigned": {"vi": "Hội đồng nhận hồ sơ", "en": "The council has the dossier"},
    "tallied": {"vi": "Hội đồng đã chấm xong", "en": "The council has scored"},
    "rescore": {"vi": "Điểm lệch nhiều, hội đồng chấm lại", "en": "Scores too far apart"},
    "reminded": {"vi": "Đã gửi thư nhắc", "en": "Reminder sent"},
    "declined": {"vi": "Một thành viên xin không chấm", "en": "A member declined"},
    "conflict": {"vi": "Một thành viên khai lợi ích liên quan", "en": "A conflict was declared"},
    "address-corrected": {"vi": "Đã sửa địa chỉ thư của chủ thể", "en": "Address corrected"},
    "link-renewed": {"vi": "Đã gửi lại liên kết", "en": "Link sent again"},
    "unassignable": {"vi": "Chưa phân công được hội đồng", "en": "No council could be assigned"},
}
FOR_ALL = frozenset({"submitted", "confirmed", "decided", "council-assigned", "tallied"})

UNCONFIRMED: Text = {"vi": "Chờ xác nhận địa chỉ thư", "en": "Waiting for the address check"}
STANDING: dict[str, Text] = {
    "valid": {"vi": "Có giá trị đến {day}", "en": "Valid until {day}"},
    "expired": {"vi": "Hết hiệu lực từ {day}", "en": "No longer valid since {day}"},
    "withdrawn": {"vi": "Đã bị thu hồi", "en": "Withdrawn"},
}
OFFICE_PAPER: Text = {"vi": "Văn bản của cơ quan", "en": "Paper of an office"}
GENERAL: Text = {"vi": "Minh chứng chung", "en": "General evidence"}

DUE_TODAY: Text = {"vi": "hạn là hôm nay", "en": "due today"}
DUE_IN: Text = {"vi": "còn {n} ngày làm việc", "en": "{n} working days left"}
DUE_AGO: Text = {"vi": "trễ {n} ngày làm việc", "en": "{n} working days late"}
