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
