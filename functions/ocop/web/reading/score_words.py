"""Words of the score sheet's page."""

from ocop.base.text import Text

NONE: Text = {"vi": "Chưa đạt mức nào", "en": "No level is met"}
SUBMITTED: Text = {
    "vi": "Phiếu đã nộp và không sửa được nữa. Cảm ơn bạn.",
    "en": "Your sheet is in and can no longer be changed. Thank you.",
}
SAVED: Text = {"vi": "Đã lưu phiếu", "en": "Sheet saved"}
SAVED_HOW: Text = {
    "vi": "Phiếu chưa nộp. Bạn có thể đóng trang và quay lại bằng liên kết trong thư.",
    "en": "It is not submitted yet. You may close the page and come back by the link in your mail.",
}
OVERTAKEN: Text = {"vi": "Chưa lưu", "en": "Not saved yet"}
OVERTAKEN_HOW: Text = {
    "vi": "Phiếu đã được lưu ở một cửa sổ khác. Dưới đây là những gì bạn vừa chọn; "
    "lưu lần nữa để giữ bản này.",
    "en": "The sheet was saved in another window. Below is what you have just chosen; "
    "save again to keep this one.",
}
AGAIN: Text = {
    "vi": "Xin chấm lại: điểm của các thành viên còn lệch nhau nhiều",
    "en": "Please score again: the members' totals are far apart",
}
AGAIN_WHY: Text = {
    "vi": "Phiếu trước của bạn còn nguyên bên dưới. Hãy xem kỹ những tiêu chí có ghi chú.",
    "en": "Your earlier sheet is kept below. Please look at the criteria that are marked.",
}
APART: Text = {
    "vi": "Các thành viên chấm tiêu chí này khác nhau, xin xem lại minh chứng.",
    "en": "Members differ on this criterion; please look at the evidence again.",
}
LEAVE: dict[str, tuple[Text, Text]] = {
    "conflict": (
        {
            "vi": "Tôi có lợi ích liên quan đến chủ thể này",
            "en": "I have an interest in this producer",
        },
        {
            "vi": "Bạn sẽ không mở được hồ sơ này nữa; hội đồng mời người khác thay.",
            "en": "You will no longer see this dossier; somebody else will be asked.",
        },
    ),
    "decline": (
        {"vi": "Tôi không chấm được lần này", "en": "I cannot score this time"},
        {
            "vi": "Hội đồng mời người khác thay bạn.",
            "en": "Somebody else will be asked in your place.",
        },
    ),
}
GONE: dict[str, tuple[Text, Text]] = {
    "conflict": (
        {"vi": "Đã ghi nhận", "en": "Noted"},
        {
            "vi": "Cảm ơn bạn đã khai báo. Hồ sơ này không còn mở cho bạn.",
            "en": "Thank you for declaring it. The dossier is closed to you now.",
        },
    ),
    "decline": (
        {"vi": "Đã ghi nhận", "en": "Noted"},
        {
            "vi": "Cảm ơn bạn đã cho biết sớm. Bạn không phải làm gì thêm.",
            "en": "Thank you for telling us. Nothing more is asked of you.",
        },
    ),
}
WHY: Text = {"vi": "Xin ghi lý do.", "en": "Please give the reason."}
DECIDED: Text = {"vi": "Đã ghi quyết định", "en": "Decision recorded"}
DECIDED_HOW: Text = {
    "vi": "Hồ sơ đã chuyển bước. Chủ thể và người liên quan nhận được thư.",
    "en": "The case has moved on. The producer and those concerned are written to.",
}
DONE_ALREADY: Text = {"vi": "Việc này đã làm xong", "en": "This has been done"}
DEAD: dict[str, Text] = {
    "idea-lapsed": {
        "vi": "Ý tưởng chưa được xác nhận trong 14 ngày nên đã được xóa. Xin đăng ký lại.",
        "en": "The idea was not confirmed within 14 days and has been deleted. "
        "Please register it again.",
    },
    "link-expired": {
        "vi": "Liên kết trong thư đã hết hạn.",
        "en": "The link in your mail has expired.",
    },
    "link-revoked": {
        "vi": "Liên kết này đã được thay bằng liên kết mới hơn, hoặc đã thu lại. "
        "Xin tìm thư mới nhất của chúng tôi.",
        "en": "This link was replaced or called back. Please look for our latest mail.",
    },
    "link-used": {
        "vi": "Việc của liên kết này đã làm xong.",
        "en": "What this link was for has been done.",
    },
}
RENEW: Text = {"vi": "Gửi lại liên kết", "en": "Send me a new link"}
RENEWED: Text = {"vi": "Đã gửi liên kết mới", "en": "A new link is on its way"}
RENEWED_HOW: Text = {
    "vi": "Xin mở hộp thư đã đăng ký. Liên kết cũ không còn dùng được.",
    "en": "Please open the mailbox on file. The old link no longer works.",
}
MISSING: Text = {
    "vi": "Xin chọn một mức cho tiêu chí {criterion}",
    "en": "Please choose a level for criterion {criterion}",
}
REJECTED_WHY: Text = {
    "vi": "Xin ghi vì sao hồ sơ bị loại",
    "en": "Please say why the dossier is rejected",
}
