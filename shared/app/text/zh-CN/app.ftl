# 到处都用的话
app-name = 康伴
back = 返回
dismiss = 知道了
read-aloud = 读给我听
dictate = 用说的代替打字
photo-take = 拍照
photo-pick = 从相册选择
picker-confirm = 确定
picker-cancel = 取消
language-own-name = 中文
tabs-label = 主要页面
tab-today = 今天
tab-diary = 记录
tab-messages = 消息
tab-me = 我的
tab-unread = { $label }，{ $count } 条新消息

call-ward = 打给病房
call-ward-a11y = 打电话给{ $name }
call-emergency = 拨打 120
call-emergency-a11y = 拨打急救电话 120

title-lock = 输入密码
title-lock-wait = 请等一会儿再试
title-invitation = 欢迎使用康伴
title-invitation-again = 重新连接医院
title-pin-old = 现在的密码
title-pin-choose = 设一个密码
title-pin-again = 再输一次
title-log = 记录不舒服
title-step = 第 { $step } 步，共 2 步
title-correct = 改这条记录
title-site = 哪个部位？
title-measure = 记录测量
title-advice = 建议
title-entry = 记录
title-messages = 医护团队
title-sync = 记录送到哪了

list-older = 看更早的
list-newer = 回到较新的

save = 保存
save-answer = 保存：{ $answer }
save-detail = 没有网络也能保存
save-detail-correct = 改好以后，原来的内容由新的代替

toast-saved = 已保存在本机
toast-corrected = 改好了，已保存在本机
toast-withdrawn = 这条记录已撤回
toast-change = 改一下
toast-clock = 手机日期是 { $date }，可能不对
toast-pin-changed = 密码已改好
toast-not-remembered = 这次改好了，但没能记住，下次打开会变回原样

error-storage-full = 手机没有空间了，这条还没有保存。您填的内容都在，清出一些空间后再按一次保存
error-held-elsewhere = 康伴在另一个页面里打开着，这条还没有保存。您填的内容都在，请关掉另一个页面，再按一次保存
error-not-saved = 这条还没有保存。您填的内容都在，请再按一次保存；还是不行，请打电话给病房

news-message = { $name }发来新消息 · { $time }
news-seen = { $name }看过您的记录了 · { $time }
news-received = 医院收到您的记录了 · { $time }
news-refused = { $count } 条记录医院没有收下，还在本机

row-a11y = { $time }，{ $title }，{ $detail }，{ $mark }
mark-saved = 已保存在本机，待送达医院
mark-received = 医院已收到 · { $time }
mark-seen = { $name }已看 · { $time }
mark-refused = 医院没有收下，还在本机

reading-score = { $score } 分 · { $word }

when-label = 时间
when-now = 现在 { $time }
when-today = 今天 { $time }
when-yesterday = 昨天 { $time }
when-unreadable = 请把日期和时间填完整
when-future = 这个时间还没有到，请看看日期对不对
when-clock = 手机日期是 { $date }，可能不对。记录照样能保存；方便时请在手机设置里改日期

wait-seconds = { $count } 秒
wait-minutes = { $count } 分钟

greeting-morning = { $name }，早上好
greeting-afternoon = { $name }，下午好
greeting-evening = { $name }，晚上好
greeting-nameless = 您好
address-female = { $family }女士
address-male = { $family }先生

text-too-long = 最多能写 { $limit } 个字，现在有 { $count } 个。您写的都在，请缩短一些，或分成两条
