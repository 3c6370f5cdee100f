# 这部手机能做的事
device-title = 这部手机

cover-label = 不让别人截屏
cover-detail = 截屏和最近使用的应用里看不到您的记录
