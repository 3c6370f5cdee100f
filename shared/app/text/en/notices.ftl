# Notices: a lock screen is read by anybody. They say that something waits, never what
notice-one = One thing is waiting for you today
notice-many = { $count } things are waiting for you today
notice-closing = One thing is due soon. Have a look when you can
notice-open = Open Kangban
notice-later = In an hour
notice-not-today = Not today

notices-care = From your care team
notices-care-detail = What your care team marked as urgent
notices-reminders = Everyday reminders
notices-reminders-detail = A word on the day something is due

notices-switch = Reminders
notices-switch-detail = On the day something is due. Never between 10 pm and 7 am, at most three a day, nothing about your illness
notices-refused = The phone does not let Kangban remind you, so nothing will appear on the day. Turn on notifications in the phone's settings. Everything that is due is also in Kangban
notices-unavailable = This phone cannot show reminders. Everything that is due is also in Kangban
notices-inexact = The phone does not allow reminders at the exact time, so they may come some minutes late. To have them on time, turn on alarms and reminders in the phone's settings
