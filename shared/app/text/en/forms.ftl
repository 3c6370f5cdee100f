# Forms
forms-due = To answer now
forms-due-none = No questions to answer now
forms-coming = Coming
forms-coming-none = Your care team has not planned more questions yet
forms-answered = Answered
forms-answered-none = No questions answered yet
form-untitled = Questions
form-minutes = { $count ->
    [one] about 1 minute
   *[other] about { $count } minutes
}
form-until = open until { $time }
form-opens = opens { $time }
form-started = Partly answered, saved on this phone
form-begin = Begin
form-go-on = Go on

form-kept = Saved on this phone
form-missing = These questions have not reached this phone yet. They come by themselves when there is a network; if it is urgent, call the ward
form-unreadable = These questions cannot be opened now. All you answered is still here. Please try again later; if it does not help, call the ward
form-broken = A part of these questions cannot be shown, and the hospital is told. You can answer the rest as usual; every answer is saved
form-progress = { $answered } answered · at most { $left } to go
form-next = Next
form-next-detail = Next: { $title }
form-to-review = See my answers
form-previous = Back
form-later = Answer later
form-later-detail = What you answered is saved on this phone
form-leave = Back
form-errors = { $count ->
    [one] 1 answer to look at
   *[other] { $count } answers to look at
}
form-required = Needed
form-clear = Take this answer away
form-yes = Yes
form-no = No
form-filter = Search
form-filter-rest = { $count ->
    [one] 1 more is not listed; type a few letters to find it
   *[other] { $count } more are not listed; type a few letters to find them
}
form-filter-none = Nothing found. Please try other words
form-as-last = Same as last time: { $answer }
form-add = Add another: { $title }
form-remove = Remove: { $title }
form-photo-add = Add a photo
form-photo-added = Photo added
form-file-here = A file of this kind cannot be added here. You can go on without it; if the care team needs it, call the ward
form-call-a11y = Call { $label }, { $number }

form-review-intro = Please check your answers. Tap one to change it, then send
form-review-none = There is nothing to answer here. You can finish now
form-change = Change: { $label }
form-no-answer = Not answered
form-finish = Done, save
form-rows-earlier = Show those before
form-rows-later = Show those after

form-result-done = Answered and saved on this phone · { $time }
form-result-unreadable = These answers cannot be read now. They are still on this phone; nothing is lost. Please try again later
form-out-of = / { $high }
form-score-a11y = { $title }: { $value }, between { $low } and { $high }, { $word }
form-score-a11y-open = { $title }: { $value }, { $word }
form-marker = You { $value }
form-band = { $low } to { $high }: { $word }
form-band-one = { $value }: { $word }
form-moved-up = { $by } higher than on { $when }
form-moved-down = { $by } lower than on { $when }
form-moved-not = The same as on { $when }
form-limit = { $value } and more: { $word }
form-next-title = Next
form-trail-title = Where these answers are
form-answers-show = Show my answers
form-answers-title = My answers
form-close = Done
