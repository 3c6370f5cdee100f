# Today
today-after-surgery = day { $count } after surgery
today-quick = Feeling unwell? Tap to record
today-quick-a11y = Record: { $what }
today-more = More
today-more-a11y = More to record
today-unwell = I feel unwell
today-unwell-a11y = I feel unwell: record it
today-entries = Recorded today
next-now = Next
next-today = Today
next-refused = { $count ->
    [one] 1 entry was not taken by the hospital
   *[other] { $count } entries were not taken by the hospital
}
next-refused-detail = Still on this phone; nothing is lost
next-refused-action = See why
next-message = A message from { $name }
next-message-action = Read it
next-record = Not recorded today: { $what }
next-record-detail = About 1 minute
next-record-action = Record: { $what }
next-nothing = Nothing to do today
next-nothing-detail = Have a good rest. You can record a symptom at any time
