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

trouble-camera = 没有打开相机，因为还没有允许康伴使用相机
trouble-camera-detail = 请在手机设置里允许，或者从相册选择照片
trouble-microphone = 没有听到，因为还没有允许康伴使用麦克风
trouble-microphone-detail = 请在手机设置里允许，或者打字
trouble-speech = 这部手机现在不能朗读或听写
trouble-speech-detail = 请看着屏幕读，或者打字，其他都照常
trouble-photo = 刚才的照片没有留下
trouble-photo-detail = 拍照时手机关掉了康伴。您填的内容都在，请再拍一次
trouble-no-app = 这部手机没有能做这件事的应用
trouble-no-app-detail = 要打电话，请用别的电话拨打这个号码
