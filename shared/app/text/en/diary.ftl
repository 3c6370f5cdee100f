# Diary: symptoms, places, history, trends, advice
diary-record = Record
diary-history = History
diary-trends = Trends
diary-forms = Forms
diary-empty = Nothing recorded yet. When you feel unwell, choose Record

symptom-pain = Pain
symptom-bloating = Bloating
symptom-nausea = Nausea
symptom-dizziness = Dizziness
symptom-dyspnoea = Short of breath
symptom-cough = Cough
symptom-fatigue = Tiredness
symptom-sleep = Poor sleep
symptom-other = Something else
symptom-more = Other

pain-none = None
pain-mild = Mild
pain-moderate = Moderate
pain-severe = Severe
pain-worst = Worst
band-none = None
band-mild = Mild
band-mild-detail = easy to forget
band-moderate = Moderate
band-moderate-detail = can still do things
band-severe = Severe
band-severe-detail = cannot do much
band-worst = Worst

log-symptoms-title = What is it?
log-symptom-missing = Please choose what it is first
log-score-missing = Please choose a number: 0 is none, 10 is the worst
log-next = Next
scale-question = How bad is it now?
scale-question-pain = How bad is the pain now?
scale-question-sleep = How bad was your sleep last night?
scale-a11y = { $score }, { $word }

site-label = Where
site-optional = Optional
site-as-before = { $place }, as before
site-none = No place
side-front = Front
side-back = Back
place-head = Head
place-throat = Throat
place-chest = Chest
place-belly-upper-right = Upper belly, your right side
place-belly-upper = Upper belly
place-navel = Navel
place-belly-lower = Lower belly
place-groin = Groin
place-arm-right = Your right arm
place-arm-left = Your left arm
place-leg-right = Your right leg
place-leg-left = Your left leg
place-neck = Neck
place-shoulder = Shoulder
place-back-upper = Upper back
place-back-lower = Lower back

photo-label = Photo
photo-optional = Optional
photo-chosen = 1 added
photo-remove = Remove the photo
photo-show = Show the photo
photo-a11y = Photo: { $title }
photo-too-large = This photo has { $size } MB; there is room for { $limit } MB. Please choose or take another. All else you entered is still here
photo-unreadable = This file is not a photo that can be used. Please choose another. All else you entered is still here

note-label = Note
note-optional = Optional
note-written = Written
note-help = Anything you want the care team to know

entry-correct = Correct this entry
entry-withdraw = Take this entry back
entry-withdraw-confirm = It will be marked as recorded by mistake, and the care team will see that. Take it back?
entry-withdraw-yes = Take it back
entry-withdraw-no = Leave it

trail-title = Where this entry is
trail-saved = Saved on this phone
trail-waiting = Waiting to reach the hospital
trail-waiting-detail = Sent when there is a network. You can call now
trail-refused = Not taken by the hospital
trail-refused-detail = It is still on this phone. “Where your entries are” says why
trail-will-see = The care team will see it
trail-will-see-later = The care team sees it after it arrives

advice-steps = After the call
advice-emergency = Call 120 straight away if:
advice-source = Source: { $source }. Your care team set the limit of { $limits }.
advice-source-only = Source: { $source }.
advice-disclaimer = This is not a diagnosis.
advice-more = What to do next

trend-chart = Chart
trend-table = Table
trend-earlier = Earlier
trend-later = Later
trend-empty = Nothing to draw yet. After the first entry it is drawn here
trend-when = When
trend-value = Value
trend-remark = Remark
trend-score = { $score } of 10
trend-one = { $title }: recorded once, { $value }, { $when }.
trend-highest = { $title }: highest { $value } ({ $when }).
trend-lowest = { $title }: lowest { $value } ({ $when }).
trend-last = Last { $value } ({ $when }).
trend-beyond = The last is at or beyond the limit of { $limit }.
trend-within = The last is within the limit.
limit-call = { $value } call the ward
limit-info = { $value } the team looks
