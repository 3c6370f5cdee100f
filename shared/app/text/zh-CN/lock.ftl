# 邀请码、密码、锁屏
invitation-intro = 请输入医院给您的邀请码。第一次要连上网络，之后没有网络也能用。
invitation-again-intro = 这部手机和医院的连接已经失效。记录都在本机，没有丢。请向病房要一个新的邀请码，填在这里。
invitation-code = 邀请码
invitation-help = 在出院时给您的纸上，不分大小写
invitation-submit = 继续
invitation-busy = 正在问医院…

code-missing = 请先填邀请码
code-wrong = 邀请码不对。请对照纸上再看一遍，0 和 O、1 和 I 容易看错
code-expired = 这个邀请码过期了。请打电话给病房，要一个新的
code-used = 这个邀请码已经用过了。请打电话给病房，要一个新的
code-too-many = 试的次数太多了，请等 { $wait }再试。邀请码还能用
code-unreachable = 连不上医院。请看看网络，再按一次继续。邀请码还能用
code-hospital-trouble = 医院那边现在有点问题。请过几分钟再试，邀请码还能用
code-nonsense = 现在连上的好像不是医院，可能要先登录这里的无线网络。邀请码还能用，请换个网络再试
code-other-patient = 这个邀请码是给另一位病人的。请向病房要给您本人的邀请码

pin-intro = 设 6 位数字的密码。以后用它打开您的记录，别人打不开。
pin-intro-again = 再输一次同样的 6 位数字。
pin-intro-old = 先输入现在用的密码。
pin-intro-new = 再设一个新的 6 位密码。
pin-busy = 正在为您的记录加锁，要几秒钟…
pin-busy-change = 正在换密码，要几秒钟…
pin-progress = 已输入 { $count } 位，共 { $total } 位
pin-backspace = 删一位
pin-too-simple = 这个密码太好猜了。请不要用一样的数字或 123456 这样的
pin-differs = 两次不一样。请重新设一个
pin-wrong = 密码不对，再试一次。记录都在，不会被删除
pin-old-wrong = 现在的密码不对，再试一次。密码没有改动
pin-old-wait = 密码不对，请等 { $wait }再试。密码没有改动，记录都在
pin-not-changed = 密码没有改成，原来的密码还能用
pin-storage-full = 手机没有空间了，记录本还没有建好。请清出一些空间，再设一次密码；邀请码不用再填
pin-change-storage-full = 手机没有空间了，密码没有改成，原来的密码还能用

lock-greeting = 请输入 6 位密码
lock-greeting-away = 您离开了一会儿，已经锁上。请输入 6 位密码
lock-opening = 正在打开您的记录…
lock-wait = 为保护您的记录，请等 { $wait }再试。记录都在，不会被删除。
lock-forgot = 忘了密码
lock-forgot-text = 密码只在这部手机里，医院也不知道，所以没有人能替您找回。医院已收到的记录都在医院，没有丢。请打电话给病房：他们会给您新的邀请码，可以在另一部手机上使用。不要删除这个应用，想起密码时还能打开。

failed-retry = 再试一次
failed-unavailable = 这里没有地方保存记录
failed-unavailable-text = 这台设备现在不让康伴保存。如果是在浏览器里，可能是无痕模式，或者浏览器太旧，请用普通窗口或新一些的浏览器打开；如果是手机上的康伴，请关掉再打开。以前的记录没有改动。
failed-held = 康伴在另一个页面里打开着
failed-held-text = 您的记录都在。请用已经打开的那个页面，或者关掉它，再按下面的按钮。
failed-newer = 需要更新康伴
failed-newer-text = 您的记录是较新的康伴写的，都在，没有改动。请连上网络，关掉这个页面再打开，更新以后就能看到。
failed-damaged = 记录打不开
failed-damaged-text = 手机里的记录文件读不出来。我们没有改动或删除任何东西；医院已收到的记录都在医院。请不要删除这个应用，打电话给病房，他们会帮您。
failed-full = 手机没有空间了
failed-full-text = 记录都在，没有丢。请删掉一些照片或视频，再按下面的按钮。
