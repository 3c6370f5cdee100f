# 提醒：锁屏上谁都看得到，只说有事，不说是什么事
notice-one = 今天有一件事等您
notice-many = 今天有 { $count } 件事等您
notice-closing = 有一件事快到时间了，方便时看看
notice-open = 打开康伴
notice-later = 一小时后再说
notice-not-today = 今天不用提醒

notices-care = 医护团队的事
notices-care-detail = 医护团队标了“急”的事
notices-reminders = 日常提醒
notices-reminders-detail = 到了该做的日子，提醒您看一眼

notices-switch = 提醒
notices-switch-detail = 到日子了提醒您。晚上 10 点到早上 7 点不打扰，一天最多三次，不写病情
notices-refused = 手机没有允许康伴提醒，所以到了日子不会提醒您。请到手机设置里打开“通知”；要做的事，打开康伴也都能看到
notices-unavailable = 这台手机显示不了提醒。要做的事，打开康伴都能看到
notices-inexact = 手机没有允许准点提醒，可能会晚几分钟。想准点，请到手机设置里打开“闹钟和提醒”
