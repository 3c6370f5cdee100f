# Every text of the console. Short sentences, the fact first, then the act; a no-break space before a unit.

app-name = Kangban
app-title = Kangban care console
app-page = { $title } · Kangban care console
waiting = Waiting for the hospital…
list-comma = {", "}
list-semicolon = {"; "}

## Sign-in
sign-in-what = Enter your staff number and password on the hospital’s sign-in page; it brings you back here.
sign-in-act = Sign in
sign-in-drafts = The replies you have not sent are still here. They return to their places when the same person signs in.
sign-in-why = { $why ->
    [ended] Your sign-in has run out. Please sign in again.
    [left] You have signed out.
    [cancelled] The sign-in was not finished.
    [unreachable] The hospital cannot be reached now. You are still signed in; you can try again.
   *[refused] The hospital did not accept this sign-in. Please sign in again.
}

## Places
nav-label = Main
nav-inbox = Alerts
nav-inbox-count = { $count } open
nav-patients = Patients
nav-messages = Messages
nav-messages-count = { $count ->
    [one] 1 patient waits for an answer
   *[other] { $count } patients wait for an answer
}
nav-rules = Rules
nav-settings = Settings
nowhere-title = No such page
nowhere-what = There is nothing at this address

## Settings
settings-title = Settings
settings-who = Signed in: { $name }
settings-language = Language
settings-theme = Appearance
settings-keys = Single-key shortcuts
language-zh = 中文
language-en = English
theme = { $theme ->
    [light] Light
    [dark] Dark
   *[system] As the system
}

## Connection
link-live = Live { $time }
link-state = { $state ->
    [connecting] Connecting
   *[broken] Not connected
}
link-broken = The hospital has not been heard since { $time }.
link-broken-means = What you see is from then; later alerts and messages are not known yet. Trying again by itself.

## Trouble
trouble-offline = The hospital cannot be reached. Please check the network.
trouble-slow = The hospital did not answer in time. Please try again.
trouble-signed-out = Your sign-in has run out. Please sign in again.
trouble-forbidden = Your account may not do this.
trouble-missing = The hospital has no such record; it may have been deleted.
trouble-changed = Somebody has just changed this, or something new has come. You now see the latest; look at it, then do it again.
trouble-refused = The hospital did not accept this. Please check what was entered.
trouble-too-large = This is too large; the hospital did not accept it.
trouble-busy = { $seconds ->
    [0] The hospital is busy. Please try again shortly.
    [one] The hospital is busy. Please try again in 1 second.
   *[other] The hospital is busy. Please try again in { $seconds } seconds.
}
trouble-broken = The hospital’s server failed ({ $status }). Please try again shortly.
trouble-unreadable = The hospital’s answer could not be read. Please try again; if it goes on, tell IT.

## Acts
act-again = Try again
act-back = Back to alerts
act-close = Close…
act-close-sheet = Close window
act-leave = Sign out
act-next = Next alert
act-open-patient = Open patient
act-previous = Previous alert
act-reply = Reply
act-seen = Mark as seen
act-undo = Keep as it was

## Keyboard
keys-label = Keyboard
key-step = Down, up
key-open = Open patient
key-mine = Mine / all
key-new = Show new alerts
key-close = Close the alert
key-neighbours = Previous, next
key-back = Back to the list

## Time
time-now = just now
time-today = today { $time }
time-yesterday = yesterday { $time }
time-tomorrow = tomorrow { $time }
time-on = { $date }, { $time }
day-today = Today
day-yesterday = Yesterday
span-minutes = { $minutes } min
span-hours = { $hours } h { $minutes } min
span-days = { $days } days

## Patients
person-sex = { $sex ->
    [male] M
    [female] F
   *[other] sex not recorded
}
person-sex-age = { $sex ->
    [male] M
    [female] F
   *[other] sex not recorded
} { $years }
person-day = Day { $days } after surgery · { $what }
person-before = { $days ->
    [one] Surgery in 1 day · { $what }
   *[other] Surgery in { $days } days · { $what }
}
person-identity = { $name } ({ $facts } · { $number })
person-born = born { $date }
person-number = No. { $number }
person-operated = operated { $date }
person-doctor = Responsible: { $name }
person-phone = Phone { $number }
allergies = { $state ->
    [none] No known allergies
   *[unknown] Allergies not recorded
}
allergy = Allergy: { $what }
allergy-reaction = Allergy: { $what } ({ $reactions })
medicines = { $count ->
    [one] 1 medicine:
   *[other] { $count } medicines:
}
medicine = { $what }, { $how }
patient-title = Patient
patient-place = { $place } of { $count }
patient-no-alert = No open alert
patient-no-alert-means = No alert of this patient waits for anybody.
patients-count = { $count } in all
patients-search = Find a name or number
patients-none = Nobody found

## Alerts
severity = { $severity ->
    [urgent] Urgent
    [caution] Caution
   *[info] Info
}
alert-state = { $state ->
    [new] New
    [again] New again
    [seen] Seen
   *[closed] Closed
}
alert-label = Open alert
owner-none = nobody
clock-opened = since { $when }
clock-left = { $span } left
clock-late = { $span } overdue
column-severity = Severity · clock
column-patient = Patient
column-answer = What was answered · rule that fired
column-trend = 7 days
column-owner = Owner
column-state = State
column-when = When
column-value = Value
column-limit = Limit reached
inbox-list = Alerts
inbox-whose = Whose alerts
inbox-mine = Mine { $count }
inbox-all = All { $count }
inbox-state = Open or closed
inbox-open = Open
inbox-closed = Closed
inbox-group = { $severity ->
    [urgent] Urgent { $count } · first look within 1 hour
    [caution] Caution { $count } · first look within 4 hours
   *[info] Info { $count } · within 24 hours
}
inbox-group-closed = Closed { $count } · latest first
inbox-new = { $urgent ->
    [0] { $count ->
        [one] 1 new alert
       *[other] { $count } new alerts
    }
   *[other] { $count ->
        [one] 1 new alert, urgent
       *[other] { $count } new alerts, { $urgent } of them urgent
    }
}
inbox-still = The list has not moved
inbox-show = Show
inbox-none = No alert waits for anybody
inbox-none-mine = No alert waits for you
inbox-none-closed = No alert has been closed yet
inbox-proof = The hospital is being listened to: last heard { $time }.
inbox-unknown = The hospital was last heard {$time}; whether anything came after is not known.
announce-new = { $count ->
    [one] New alert: { $what }
   *[other] { $count } new alerts: { $what }
}
inbox-others = { $count ->
    [one] See a colleague’s 1
   *[other] See colleagues’ { $count }
}
facts-open = { $count } open
facts-urgent = { $count } urgent
facts-oldest = oldest has waited { $span } ({ $name })
panel-label = Alert of { $name }
panel-same = Answered at the same time
finding-words = { $title }: { $reading }
finding-limits = limit { $limits }
source = Source: { $source }
source-open = Open the source
seen-nobody = Nobody has looked yet
seen-by = Seen by { $name }, { $when }
seen-before = Seen by { $name }, { $when }; something new came after
closed-title = Earlier alerts
closed-count = { $count } closed
closed-as = Outcome: { outcome }

## Closing an alert
outcome = { $outcome ->
    [contacted] Patient contacted
    [advised] Advice given
    [seen-in-clinic] Seen in clinic
    [admitted] Admitted
    [no-action] No action needed
   *[other] { $outcome }
}
close-whose = Close the alert of { $who }
close-outcome = Choose an outcome first
close-note = A line for the next colleague (may be left empty)
close-missing = No outcome is chosen yet.
close-act = Close the alert
close-act-as = { $outcome ->
    [contacted] Close: patient contacted
    [advised] Close: advice given
    [seen-in-clinic] Close: seen in clinic
    [admitted] Close: admitted
   *[no-action] Close: no action needed
}
close-busy = Closing…

## Entries
entries-title = Entries
entries-count = { $count ->
    [one] 1 in three months
   *[other] { $count } in three months
}
entries-empty = No entry in three months.
entries-all = Show all { $count }
entry-name = { $name ->
    [pain] Pain
    [temperature] Temperature
    [pressure] Blood pressure
    [heart-rate] Heart rate
    [oxygen] Oxygen
    [glucose] Glucose
    [weight] Weight
    [bloating] Bloating
    [nausea] Nausea
    [dizziness] Dizziness
    [dyspnoea] Shortness of breath
    [cough] Cough
    [fatigue] Tiredness
    [sleep] Poor sleep
    [night-heart-rate] Heart rate at night
   *[other] { $other }
}
entry-site = at: { $site }
entry-by-patient = Recorded by the patient
entry-by-team = Recorded by the care team
entry-amended = · corrected
value-of-ten = { $number }/10
value-unit = { $number } { $unit }
unit-name = { $name ->
    [per-minute] /min
    [days] days
    [points] points
    [grades] grades
    [times] times
    [pounds] lb
   *[other] { $unit }
}
photo-open = See in full: { $what }
photo-of = Photo: { $what }
photo-waiting = Fetching the photo…
photo-on-its-way = The photo is on its way
photo-trouble = The photo could not be fetched. { $why }

## Trends
trend-title = Trends
trend-small = dashed: a rule’s limit · hatched: no entry
trend-view = View
trend-chart = Chart
trend-table = Table
trend-span = Span
trend-days = { $days } days
trend-empty = No entry yet that could be drawn.
trend-empty-span = No entry in the last { $days } days.
trend-label = Chart of { $name }; the table has the same values
trend-says = { $limits ->
    [0] { $count ->
        [one] 1 reading: { $high }.
       *[other] { $count } readings, from { $low } to { $high }.
    }
   *[other] { $over ->
        [0] { $count ->
            [one] 1 reading: { $high }, within the limits.
           *[other] { $count } readings, from { $low } to { $high }; all within the limits.
        }
       *[other] { $count ->
            [one] 1 reading: { $high }, at a limit.
           *[other] { $count } readings, from { $low } to { $high }; { $over } at a limit.
        }
    }
}
trend-week = { $name }, the last 7 days
trend-missing = no entry
trend-operation = surgery
limit-words = { $sign } { $amount }
limit-none = –

## Forms
forms-due-title = Forms
forms-answered-count = { $count } answered
forms-none = No forms are planned.
forms-plans = On: { $plans }
forms-state = { $state ->
    [due] Open now
    [coming] Not yet open
    [missed] Not answered
   *[answered] Answered
}
forms-window = { $from } – { $to }
forms-later = { $count ->
    [one] 1 more later
   *[other] { $count } more later
}
answers-title = Answers to forms
answers-count = { $count ->
    [one] 1 form
   *[other] { $count } forms
}
answers-empty = No form has been answered yet.
answers-all = Show all { $count }
answers-unknown-form = A form this hospital does not have
answers-nothing = It holds no answers.
answers-problems = Some answers are not as the form asks; they are kept as they came:
answers-problem = { $question } – { $what }
answer-yes = { $yes ->
    [yes] Yes
   *[no] No
}
answer-file = { $title ->
    [none] Attachment
   *[other] Attachment: { $title }
}
score-of = { $value } of { $most }
score-point = { $date }: { $value }
score-trend = { $name }: { $points }

## Pathways
pathway-open = Start a pathway…
pathway-title = Start a pathway
pathway-who = For { $who }
pathway-which = Which one
pathway-operation = Counted from which operation
pathway-operation-on = { $what } ({ $date })
pathway-other-day = Another day
pathway-anchor = { $anchor ->
    [procedure] Day of the operation
    [discharge] Day of discharge
    [due-date] Due date
   *[start] From which day
}
pathway-show = Show the days
pathway-days = Days it asks on
pathway-days-count = { $count ->
    [0] With this choice nothing will be asked.
    [one] It will ask 1 form:
   *[other] It will ask { $count } forms:
}
pathway-missing = { $count ->
    [one] 1 form is not loaded at this hospital and will not be asked.
   *[other] { $count } forms are not loaded at this hospital and will not be asked.
}
pathway-start = Start
pathway-done = Started. The patient’s phone shows it when it next connects.

## Messages
messages-waiting = { $count } waiting for an answer
messages-list = Conversations
messages-none = No messages yet
messages-choose = Choose a patient to see the conversation.
messages-yours = We: { $text }
messages-wait = waiting { $span }
messages-answered = answered
messages-unseen = { $count } not seen
messages-facts = At a glance
message-by = { $name } · { $when }
message-unseen = not seen by anybody yet
thread-label = Conversation
thread-empty = No messages yet.
thread-waiting = { $count } waiting for an answer
reply-to = Reply to { $who }
reply-act = Send
reply-busy = Sending…
reply-sent = Sent.

## Invitation
invite-open = Invitation
invite-title = An invitation for the patient
invite-who = For { $who }
invite-how = The patient opens Kangban on their phone and enters this code; from then on they can record on it. A code works once. Check who it is first.
invite-act = Make a code
invite-until = Good until { $when }

## Rules
rules-count = { $waiting ->
    [0] { $active } in force
   *[other] { $active } in force, { $waiting } waiting for a value
}
rules-choose = Choose a rule to see its thresholds and source.
rules-missing = There is no such rule.
rule-version = version { $version }
rule-status = { $status ->
    [active] in force
    [draft] waiting for a value
    [retired] retired
   *[other] { $status }
}
rule-acts = When it fires
rule-sources = Source
rule-by = { $who }
rule-by-on = { $who } · { $date }
threshold-name = { $name ->
    [fever] Fever
    [vomits] Vomiting in a day
    [stools] More stools in a day
    [raised] Raised score
    [high] High
    [veryHigh] Very high
    [low] Low
    [veryLow] Very low
    [limit] Limit
    [score] Score
    [grade] Grade
    [rise] Worse than last time by
    [least] And score
    [window] Days after surgery
    [readings] Readings in a week
    [dayGain] Gain in a day
    [weekGain] Gain in a week
    [rateLow] Slow heart rate
    [rateHigh] Fast heart rate
    [symptom] With a symptom scored
    [systolicLow] Low systolic
    [systolicHigh] High systolic
    [systolicVeryHigh] Very high systolic
    [diastolicVeryHigh] Very high diastolic
    [systolicMean] Systolic, mean of a week
    [diastolicMean] Diastolic, mean of a week
   *[other] { $name }
}
threshold-unset = not set
threshold-range = May be { $low } to { $high }
threshold-range-wrong = It has to be from { $low } to { $high }.
threshold-no-number = Enter a number, such as 38.5.
threshold-act = Change to { $value }
threshold-busy = Saving…
threshold-done = { $name } is now { $value }. The hospital follows it already, the patients’ phones when they next connect; alerts that are out stay as they are.
