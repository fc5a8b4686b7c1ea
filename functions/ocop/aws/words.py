"""What rows are full of: names of fields, kinds and stages in the order in which records have them.

Part of the format of every row (`ocop.aws.packing`): not one byte of it ever changes. A later list
would be a second one beside it, told apart by the checksum that each body carries.
"""

ROW_WORDS = (
    # forms
    b'"true","false","organisation":"representative":"position":"address":"phone":"0"email":"@'
    b'"commune":"producer_kind":"product_name":"product_group":"description":"novelty":"core_value"'
    b':"target_star":"local_materials":"packing":"packaging":"market":"missing":"language":"vi",'
    b'"consent":true,"criteria_set":"0"organisation_plan":{"production":"workers":"local_workers":'
    b'"customers":"channels":"promotion":"improvements":"sources":"area":"linkages":"finance":"loan"'
    b':"revenue":"cost":"capital":"materials":"equipment":"quality":"structure":[{"schedule":[{"work'
    b'":"who":"from":"20"to":"20"percent":"done":"problems":"help":{"organisation":true,"materials":'
    b'true,"equipment":true,"quality":true,"packaging":true,"intellectual_property":true,"capital":'
    b'true,"market":true,"training":true,"details":"evidence":[{"file":"note":"attachments":'
    b'"occasion":"first","previous_certificate":"report_original":true,"report_electronic":true,'
    b'"samples":5,"pledge":true},"explanation":"criteria":{"c1_1":{"c1_2":{"c1_3":{"c1_4":{"c2_1":{'
    b'"c2_2":{"c2_3":{"c3_1":{"c3_2":{"c4_1":{"c4_2":{"c5_1":{"c6_1":{"level":"description":'
    b'"valid_until":"reason":"decision_number":"central_total":"outcome":"rejected","selected",'
    # score sheets and results
    b'"notes":{"marks":["votes":{"sheet":{"choices":{"1.1":"1.2":"1.3":"1.4":"1.5":"2.1":"2.2":"2.3"'
    b':"3.1":"3.2":"3.3":"4.1":"4.2":"5.1":"5.2":"6.1":"6.2":"9.1":"9.2":"tally":{"parts":{"A":"B":'
    b'"C":"band":"band_star":4,"gates":[],"next_star":"rejections":[],"sheets":{"members":{"why":['
    b'"presides","lead-agency","load:0/"]"total":"star":4,"disqualified":false,"headline":{"vi":"en":'
    # files
    b'"jpg","image/jpeg","png","image/png",".pdf","media":"application/pdf","files":{"slot":'
    b'"general","name":"media":"key":"evidence//general/","version":"size":1"sha256":"state":"sound"'
    b',"refused","removed","announced":"declared":"object_version":"etag":"arrived":'
    # people and what they are asked
    b'"secretary","chair","vice","advisor","reviewer","commune-officer","district-officer",'
    b'"province-officer","administrator","chairman","member","agriculture","health","industry",'
    b'"culture","science","environment","answered":"closed_at":"revoked_at":"status":"declined",'
    b'"conflict","closed","open","done","due":"T16:59:59+00:00","agency":"seat":"member","n":1,'
    b'"person":"party":{"name":"email":".example.vn","lang":"vi"},"role":"stage":"visit":1,"grant":{'
    b'"purpose":"decider","verbs":["decide","delegate","view"],"declare","decline","score","file",'
    b'"digest":"kid":"k1","not_before":"20"expires":"20"province":"'
    # cases
    b'"ending":"recognised","certificate":"evaluation_round":"result":{"return_to":"process":'
    b'"rulebook":"@1.0.0","cycle":20"status":"unconfirmed","ended","open","party":{"subject":{"@":'
    b'"rating","product":"organisation":"set_number":"position":{"stage":"visit":"opened":'
    b'"waits_for":"officer","council","producer","due":"next_look":"looks":0,"scoring_round":0,'
    b'"filed":{"product-idea":"business-plan":"deployment-progress":"registration":'
    b'"self-assessment":"advice":"decision":"reference":"version":1,"head":"unit":"1'
    # effects
    b'"effects":[{"kind":"start","machine":"council","decision","dossier":"stage":"attempt":1,'
    b'"seconds":1"kind":"resume","dossier":"visit":1,"rescore":0},{"kind":"mail","template":'
    b'"account-invited","password-forgotten","confirm-address","idea-received","link-renewed",'
    b'"conflict-declared","member-replaced","council-closed","council-rescore","council-reminder",'
    b'"task-reminder","task-overdue","result-ended","result-recognised","supplement-asked",'
    b'"council-invited","task-assigned","stage-outcome","filing-received","to":".vn","lang":"vi",'
    b'"values":{"contact":"reference":"product":"producer":"province":"unit":"name":"form":'
    b'"filed_at":"09:00 0/20","forms":"outcome_label":"stage_title":"next_step":"},"link":"-1",'
    b'"kid":"k1","page":"/office/dossiers/","deadline":"T16:59:59+00:00","dossier":"visit":0,'
    b'"door":"/r/","province":"'
    # events
    b'{"#":2,{"#":1,"dossier":"id":"seq":1,"at":"2026-0T00:00:00+00:00","kind":"tallied","reminded",'
    b'"council-assigned","address-corrected","confirmed","decided","submitted","actor":"clock",'
    b'"council","producer","stage":"idea-selection","plan-selection","plan","deployment","supplement"'
    b',"intake","advice","council-district","council-province","central","recognition","visit":1,'
    b'"data":{"outcome":"propose"},"form":"form_version":"1.1.0","form_hash":"request":"previous":'
    b'"hash":"by":"clock","page","account","producer","channel":"link","effects":[{'
)
