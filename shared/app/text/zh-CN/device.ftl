# 这部手机能做的事
device-title = 这部手机

cover-label = 不让别人截屏
cover-detail = 截屏和最近使用的应用里看不到您的记录

open-system-settings = 去手机设置

quick-label = 用指纹或面容打开
quick-detail = 不用每次输密码；密码也一直能用
quick-intro = 先输入现在用的密码，再按手机的提示做。这样别人不能替您打开它。
quick-busy = 请按手机的提示，用指纹或面容
quick-on = 下次可以用指纹或面容打开
quick-on-detail = 密码也一直能用
quick-pin-wrong = 密码不对，再试一次。什么都没有改动
quick-pin-wait = 密码不对，请等 { $wait }再试。什么都没有改动，记录都在
quick-storage-full = 手机没有空间了，没有打开成。密码照样能用
quick-not-done = 这次没有改成，密码照样能用。请再试一次
quick-open = 用指纹或面容打开
quick-changed = 这部手机里的指纹或面容变过了，为保护您的记录，请用密码打开。记录都在。进去以后，可以在“我的”里重新打开这一项。
quick-changed-off = 手机里的指纹或面容变过了，所以关上了。要继续用，请再打开一次
quick-lost = 手机没有留住指纹或面容的钥匙，请用密码打开。记录都在。进去以后，可以在“我的”里重新打开这一项。
quick-lost-off = 手机没有留住指纹或面容的钥匙，所以关上了。要继续用，请再打开一次
quick-unavailable = 手机现在不能认指纹或面容，可能还没有设好，请先用密码。在手机设置里设好指纹或面容，就能用了
quick-prompt = 打开康伴
quick-prompt-detail = 用指纹或面容打开您的记录
quick-prompt-cancel = 用密码
quick-prompt-new-detail = 确认是您本人，以后就能这样打开
quick-prompt-new-cancel = 不用了
