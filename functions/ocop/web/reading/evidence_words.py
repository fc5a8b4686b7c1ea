"""The words of the pages on which files are handed in."""

from ocop.base.text import Text

MY_CASE: Text = {"vi": "Hồ sơ của tôi", "en": "My case"}
ADD: Text = {"vi": "Thêm một tệp", "en": "Add a file"}
GO_ON: Text = {"vi": "Tiếp tục, chọn tệp", "en": "Go on and choose the file"}
WHAT: Text = {"vi": "Giấy tờ này là gì", "en": "What is it"}
WHAT_HINT: Text = {
    "vi": "Ví dụ: Phiếu kiểm nghiệm tháng 3.",
    "en": "For example: lab report, March.",
}
FOR_WHAT: Text = {"vi": "Minh chứng cho", "en": "Evidence for"}
ANSWER: Text = {"vi": "Xin trả lời: {label}", "en": "Please answer: {label}"}
LIMITS: Text = {
    "vi": "Nhận {accept}, mỗi tệp không quá {most}; cả hồ sơ không quá {files} tệp, {room}.",
    "en": "We take {accept}, at most {most} each; at most {files} files and {room} in a dossier.",
}
ARRIVED: Text = {"vi": "Đã nhận tệp {name}", "en": "Received {name}"}
REFUSED: Text = {"vi": "Không nhận tệp {name}", "en": "Refused: {name}"}
REMOVED: Text = {"vi": "Đã bỏ tệp khỏi hồ sơ", "en": "The file has been removed"}
NOT_THERE: Text = {
    "vi": "Chưa thấy tệp trong hồ sơ. Xin gửi lại.",
    "en": "The file is not in the dossier yet. Please send it again.",
}
TICKET_OVER: tuple[Text, Text] = (
    {"vi": "Chỗ gửi tệp này đã đóng", "en": "This upload is closed"},
    {
        "vi": "Tệp đã được gửi hoặc đã quá một giờ. Nếu chưa thấy tệp ở dưới, xin thêm lại.",
        "en": "The file was sent, or an hour has passed. If it is not listed below, add it again.",
    },
)
SEE_RESULT: Text = {"vi": "Xem tệp đã đến chưa", "en": "See whether it has arrived"}
PAPERS: Text = {
    "vi": "Tải văn bản, ảnh kèm theo lên",
    "en": "Upload papers and photos to attach",
}
PAPERS_FIRST: Text = {
    "vi": "Xin tải tệp lên trước, rồi quay lại điền phiếu và chọn tệp.",
    "en": "Upload the files first, then come back, fill in the form and choose them.",
}
