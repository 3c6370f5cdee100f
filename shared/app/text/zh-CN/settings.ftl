# 我的
settings-language = 语言
settings-theme = 外观
settings-elders = 长辈版
settings-elders-detail = 字更大，一次一件事
settings-lock = 现在锁上
settings-pin = 改密码
settings-about = 康伴帮您记录，把记录送到医院，不做诊断。紧急情况请拨打 120
theme-system = 跟随手机
theme-light = 浅色
theme-dark = 深色
