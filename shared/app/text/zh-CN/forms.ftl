# 问卷
forms-due = 现在可以答
forms-due-none = 现在没有要答的问卷
forms-coming = 以后要答
forms-coming-none = 医护还没有安排后面的问卷
forms-answered = 答过的
forms-answered-none = 还没有答过问卷
form-untitled = 问卷
form-minutes = 大约 { $count } 分钟
form-until = { $time } 前都可以答
form-opens = { $time } 开始可以答
form-started = 答了一部分，已保存在本机
form-begin = 开始答
form-go-on = 接着答
