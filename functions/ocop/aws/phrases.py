"""The second list of what rows are full of: what the forms, laws and texts of the programme say
most often, then the first list, then runs of fields that records have had since that was made.

Part of the format of rows, as the first (`ocop.aws.words`): not one byte of it ever changes. Of the
criteria sets nothing went into it, since the bench fills its forms with them.
"""

from ocop.aws.words import ROW_WORDS

_SPOKEN = (
    "Nông nghiệp và Phát cấp huyện cộng đồng doanh nghiệp giải quyết thành viên Hội đồng bước "
    "các chủ thể của Chương trình Chủ thể với sản phẩm Báo cáo Sở Nông nghiệp và ban hành Thủ "
    "tướng Chính phủ Phát triển nông thôn phương án sản xuất trước ngày Liên kết theo quy định "
    "tại ban nhân dân tỉnh hợp với các Sở quy định tại đề nghị đánh giá chưa có cán bộ có thẩm "
    "quyền nghiệp và Phát triển nguyên liệu phân hạng lại sản phẩm của xác nhận Đã đúng mới "
    "nguyên không có trưởng Bộ Nông nghiệp đăng ký đánh giá đạt đối với Không có phải tham gia "
    "đánh giá chọn giai đoạn Chủ tịch Hội đồng danh sách phần từ Chưa hội đồng của tỉnh liên "
    "kết trong thư Hội đồng đánh giá các tổ chức quan tham mưu quản chuyển cần theo Quyết định "
    "khác bản ghi của sản phẩm giới thiệu triển khai thực hiện nộp xã một sản phẩm tham mưu "
    "quản lý đăng ký kinh doanh của chủ thể Kế hoạch sơ sản phẩm không còn khiếu nại nút dưới "
    "đây để chấm điểm phát triển sản phẩm triển sản phẩm về sản phẩm điều kiện thị trường của "
    "Hội đồng cấp liệu product triển khai dưới đây chương trình tổ chức kinh tế Bộ tiêu chí "
    "hướng dẫn ý tưởng sản phẩm cấp giấy chứng nhận một sản phẩm phương án trên địa bàn xây "
    "dựng số phát triển sản phiếu một kiểm nghiệm liên quan quyết định công nhận tư vấn hệ "
    "thống để tiếp Hội đồng cấp trung báo cáo văn bản đồng cấp trung ương hạn Chủ tịch thu hồi "
    "giấy chứng nội dung đơn vị có kết quả địa chỉ ý tưởng cơ quan nông thôn Hồ sơ Không của "
    "Hội đồng gửi kế hoạch việc kết quả đánh giá phối hợp với các reference quản lý tham gia "
    "Chương trình được công nhận bản đã được Quyết định này hiệu lực Hội đồng cấp tỉnh các sản "
    "phẩm Ủy ban nhân dân chưa trong chất lượng sản phẩm theo quy định hồi giấy chứng nhận xúc "
    "tiến thương mại đến hoạt động kinh doanh trước địa phương này Giấy chứng nhận đã chấm "
    "phát triển các hoặc kiểm tra đánh giá lại hỗ trợ Sản phẩm Bộ Nông nghiệp và chất lượng "
    "công nhận Hội đồng cấp ngày đăng ký Nông nghiệp và Môi Nông nghiệp và quy định thành viên "
    "người thực hiện Chương trình tiêu chí liên kết Quyết định nghiệp và Môi trường lại đề "
    "nghị cấp tỉnh tỉnh thực hiện tổ chức điểm sản xuất chủ thể kết quả của không quyết định "
    "hồ sơ định giấy chứng nhận Chương trình phân hạng sản phẩm Hội đồng đánh giá được sản "
    "phẩm "
)
_RUNS = (
    '"status":"done","rescore":0,"answered":"2026-0","together":true,"blind":false}"seat":"vice",'
    '"due":"T16:59:59+00:00","status":"open","rescore":0,"why":["load:0/","no-conflict"],'
    '"version":0,"province":"","together":true,"blind":false},{"#":1,"dossier":"'
    '"subject":{"@":"rating","product":"","organisation":"","set_number":,"occasion":"first",'
    '"handed_in":"2026-0","received":"2026-0"},"position":{"stage":"","visit":1,"opened":"2026-0'
    'T00:00:00+00:00","waits_for":"council","due":"2026-0T16:59:59+00:00","next_look":"2026-0'
    'T16:59:59+00:00","looks":0,"scoring_round":0,"guessed":false,"seated":"#2026-0"},"filed":{'
    '"product-idea":"","seq":1,"grant":{"purpose":"producer","verbs":["file","view"],"digest":"'
    '"data":{"outcome":"selected"},"form":"decision","form_version":"2.0.0","form_hash":"'
    '"files":{"":{"slot":"general","name":".pdf","media":"application/pdf","key":"evidence//general/'
    '","version":"","size":1,"sha256":""}},"by":"producer","channel":"link","effects":[{"kind":'
    '"resume","dossier":"","visit":1,"rescore":0},{"kind":"mail","template":"stage-outcome","to":"'
    '","lang":"vi","values":{"reference":"","product":"","producer":"","province":"","unit":"",'
    '"name":"","stage_title":""},"link":"","kid":"k1","deadline":"2026-0T16:59:59+00:00",'
    '"dossier":"","visit":0,"door":"/r/","province":"","guessed":false,"blind":false},'
    '{"kind":"papers","dossier":"","act":"'
)
PHRASES = _SPOKEN.encode() + ROW_WORDS + _RUNS.encode()
