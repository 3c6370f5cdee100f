# 医护台的全部文字。短句，先事实后动作；数字与单位之间一个不换行空格。

app-name = 康伴
app-title = 康伴医护台
app-page = { $title } · 康伴医护台
waiting = 正在等医院的答复…
list-comma = ，
list-semicolon = ；

## 登录
sign-in-what = 在医院的登录页输入您的工号和密码，再回到这里。
sign-in-act = 登录
sign-in-drafts = 您没发出的回复还在。同一个人登录后会放回原处。
sign-in-why = { $why ->
    [ended] 登录已到期，请再登录一次。
    [left] 您已退出。
    [cancelled] 登录没有完成。
    [unreachable] 现在连不上医院。登录还在，可以再试。
   *[refused] 医院没有接受这次登录，请再登录一次。
}

## 去处
nav-label = 主导航
nav-inbox = 预警
nav-inbox-count = { $count } 条未关闭
nav-patients = 患者
nav-messages = 消息
nav-messages-count = { $count } 位患者等回复
nav-rules = 规则
nav-settings = 设置
nowhere-title = 没有这个页面
nowhere-what = 这个地址下没有内容

## 设置
settings-title = 设置
settings-who = 已登录：{ $name }
settings-language = 语言
settings-theme = 外观
settings-keys = 单键快捷键
language-zh = 中文
language-en = English
theme = { $theme ->
    [light] 浅色
    [dark] 深色
   *[system] 跟随系统
}

## 连接
link-live = 实时 { $time }
link-state = { $state ->
    [connecting] 正在连接
   *[broken] 未连接
}
link-broken = { $time } 起听不到医院。
link-broken-means = 页面上是那时的内容，之后的预警和消息还不知道。正在自动重试。

## 出了什么事
trouble-offline = 连不上医院。请检查网络。
trouble-slow = 医院没有及时答复，请再试一次。
trouble-signed-out = 登录已到期，请重新登录。
trouble-forbidden = 您的账号没有这项权限。
trouble-missing = 医院里没有这条记录，可能已被删除。
trouble-changed = 有人刚改过，或有了新内容。现在显示的是最新的，请看过再做一次。
trouble-refused = 医院没有接受，请核对填写的内容。
trouble-too-large = 内容太大，医院没有接受。
trouble-busy = { $seconds ->
    [0] 医院正忙，请稍后再试。
   *[other] 医院正忙，请过 { $seconds } 秒再试。
}
trouble-broken = 医院的服务器出错了（{ $status }），请稍后再试。
trouble-unreadable = 医院的答复读不懂，请稍后再试；若一直这样，请告诉信息科。

## 动作
act-again = 再试一次
act-back = 返回预警
act-close = 关闭…
act-close-sheet = 关闭窗口
act-leave = 退出登录
act-next = 下一条预警
act-open-patient = 打开患者
act-previous = 上一条预警
act-reply = 回复
act-seen = 标为已看
act-undo = 不改了

## 键盘
keys-label = 键盘
key-step = 上下移动
key-open = 打开患者
key-mine = 我的 / 全部
key-new = 显示新预警
key-close = 关闭预警
key-neighbours = 上一条、下一条
key-back = 回列表

## 时间
time-now = 刚刚
time-today = 今天 { $time }
time-yesterday = 昨天 { $time }
time-tomorrow = 明天 { $time }
time-on = { $date } { $time }
day-today = 今天
day-yesterday = 昨天
span-minutes = { $minutes } 分
span-hours = { $hours } 小时 { $minutes } 分
span-days = { $days } 天

## 患者
person-sex = { $sex ->
    [male] 男
    [female] 女
   *[other] 性别未记
}
person-sex-age = { $sex ->
    [male] 男
    [female] 女
   *[other] 性别未记
} { $years } 岁
person-day = 术后第 { $days } 天 · { $what }
person-before = { $days } 天后手术 · { $what }
person-identity = { $name }（{ $facts } · { $number }）
person-born = 生于 { $date }
person-number = 住院号 { $number }
person-operated = 手术日 { $date }
person-doctor = 责任医生 { $name }
person-phone = 电话 { $number }
allergies = { $state ->
    [none] 没有已知的过敏
   *[unknown] 过敏史没有记录
}
allergy = 过敏：{ $what }
allergy-reaction = 过敏：{ $what }（{ $reactions }）
medicines = 在用 { $count } 种：
medicine = { $what }，{ $how }
patient-title = 患者
patient-place = { $place } / { $count } 条
patient-no-alert = 没有未关闭的预警
patient-no-alert-means = 这位患者现在没有预警等人处理。
patients-count = 共 { $count } 位
patients-search = 找姓名或住院号
patients-none = 没有找到

## 预警
severity = { $severity ->
    [urgent] 紧急
    [caution] 注意
   *[info] 知会
}
alert-state = { $state ->
    [new] 新
    [again] 又有新情况
    [seen] 已看到
   *[closed] 已关闭
}
alert-label = 未关闭的预警
owner-none = 无人负责
clock-opened = { $when } 触发
clock-left = 还剩 { $span }
clock-late = 已超时 { $span }
column-severity = 严重度 · 期限
column-patient = 患者
column-answer = 回答了什么 · 触发的规则
column-trend = 7 天趋势
column-owner = 负责
column-state = 状态
column-when = 时间
column-value = 数值
column-limit = 到了哪条界限
inbox-list = 预警列表
inbox-whose = 谁的预警
inbox-mine = 我的 { $count }
inbox-all = 全部 { $count }
inbox-state = 是否关闭
inbox-open = 未关闭
inbox-closed = 已关闭
inbox-group = { $severity ->
    [urgent] 紧急 { $count } · 1 小时内首次查看
    [caution] 注意 { $count } · 4 小时内首次查看
   *[info] 知会 { $count } · 24 小时内
}
inbox-group-closed = 已关闭 { $count } · 最近的在前
inbox-new = { $urgent ->
    [0] { $count } 条新预警
   *[other] { $count } 条新预警，其中 { $urgent } 条紧急
}
inbox-still = 列表没有移动
inbox-show = 显示
inbox-none = 没有等人处理的预警
inbox-none-mine = 没有等您处理的预警
inbox-none-closed = 还没有关闭过的预警
inbox-proof = 一直在听医院的消息：{ $time } 刚听过。
inbox-unknown = 最后一次听到医院是 { $time }，之后有没有预警还不知道。
announce-new = { $count } 条新预警：{ $what }
inbox-others = 看同事的 { $count } 条
facts-open = { $count } 条未关闭
facts-urgent = { $count } 条紧急
facts-oldest = 最早一条已等 { $span }（{ $name }）
panel-label = 预警详情 { $name }
panel-same = 同一次回答
finding-words = { $title }：{ $reading }
finding-limits = 界限 { $limits }
source = 依据：{ $source }
source-open = 打开原文
seen-nobody = 还没有人看过
seen-by = { $name } { $when } 看过
seen-before = { $name } { $when } 看过，之后又有新情况
closed-title = 以前的预警
closed-count = { $count } 条
closed-as = 结果：{ outcome }

## 关闭预警
outcome = { $outcome ->
    [contacted] 已联系患者
    [advised] 已给出建议
    [seen-in-clinic] 已来院就诊
    [admitted] 已收住院
    [no-action] 无需处理
   *[other] { $outcome }
}
close-whose = 关闭 { $who } 的预警
close-outcome = 先选结果
close-note = 留一句话给下一位同事（可不填）
close-missing = 还没有选结果。
close-act = 关闭预警
close-act-as = { $outcome ->
    [contacted] 关闭：已联系患者
    [advised] 关闭：已给出建议
    [seen-in-clinic] 关闭：已来院就诊
    [admitted] 关闭：已收住院
   *[no-action] 关闭：无需处理
}
close-busy = 正在关闭…

## 记录
entries-title = 记录
entries-count = 近三个月 { $count } 条
entries-empty = 近三个月没有记录。
entries-all = 显示全部 { $count } 条
entry-name = { $name ->
    [pain] 疼痛
    [temperature] 体温
    [pressure] 血压
    [heart-rate] 心率
    [oxygen] 血氧
    [glucose] 血糖
    [weight] 体重
    [bloating] 腹胀
    [nausea] 恶心
    [dizziness] 头晕
    [dyspnoea] 气短
    [cough] 咳嗽
    [fatigue] 乏力
    [sleep] 睡不好
    [night-heart-rate] 夜间心率
   *[other] { $other }
}
entry-site = 部位：{ $site }
entry-by-patient = 本人记录
entry-by-team = 医护记录
entry-amended = · 改过
value-of-ten = { $number }/10
value-unit = { $number } { $unit }
unit-name = { $name ->
    [per-minute] 次/分
    [days] 天
    [points] 分
    [grades] 级
    [times] 次
    [pounds] 磅
   *[other] { $unit }
}
photo-open = 看大图：{ $what }
photo-of = 照片：{ $what }
photo-waiting = 正在取照片…
photo-on-its-way = 照片还在路上
photo-trouble = 照片没有取到。{ $why }

## 趋势
trend-title = 趋势
trend-small = 虚线为规则界限 · 斜纹为未填
trend-view = 显示方式
trend-chart = 图
trend-table = 表
trend-span = 时间范围
trend-days = { $days } 天
trend-empty = 还没有可以画成图的记录。
trend-empty-span = 近 { $days } 天没有记录。
trend-label = { $name }的趋势图，表里有同样的数值
trend-says = { $limits ->
    [0] { $count } 次，最低 { $low }，最高 { $high }。
   *[other] { $over ->
        [0] { $count } 次，最低 { $low }，最高 { $high }；没有到界限。
       *[other] { $count } 次，最低 { $low }，最高 { $high }；{ $over } 次到了界限。
    }
}
trend-week = { $name }，近 7 天
trend-missing = 未填
trend-operation = 手术
limit-words = { $sign } { $amount }
limit-none = –

## 问卷
forms-due-title = 问卷
forms-answered-count = 已答 { $count } 份
forms-none = 没有安排问卷。
forms-plans = 路径：{ $plans }
forms-state = { $state ->
    [due] 现在可答
    [coming] 还没到
    [missed] 没有回答
   *[answered] 已回答
}
forms-window = { $from } – { $to }
forms-later = 以后还有 { $count } 份
answers-title = 问卷回答
answers-count = { $count } 份
answers-empty = 还没有回答过问卷。
answers-all = 显示全部 { $count } 份
answers-unknown-form = 本院没有的问卷
answers-nothing = 里面没有回答。
answers-problems = 有的回答不合问卷的要求，已照原样保留：
answers-problem = { $question } – { $what }
answer-yes = { $yes ->
    [yes] 是
   *[no] 否
}
answer-file = { $title ->
    [none] 附件
   *[other] 附件：{ $title }
}
score-of = { $value }/{ $most } 分
score-point = { $date } { $value } 分
score-trend = { $name }：{ $points }

## 路径
pathway-open = 加入路径…
pathway-title = 加入路径
pathway-who = 给 { $who }
pathway-which = 哪一种
pathway-operation = 从哪次手术算起
pathway-operation-on = { $what }（{ $date }）
pathway-other-day = 另选一天
pathway-anchor = { $anchor ->
    [procedure] 手术日期
    [discharge] 出院日期
    [due-date] 预产期
   *[start] 从哪天开始
}
pathway-show = 看看哪几天问
pathway-days = 提问的日子
pathway-days-count = { $count ->
    [0] 这样选不会问任何问卷。
   *[other] 会问 { $count } 份问卷：
}
pathway-missing = 有 { $count } 份问卷医院还没有装入，不会问。
pathway-start = 加入
pathway-done = 已经加入。患者手机下次连上时就会看到。

## 消息
messages-waiting = { $count } 位等回复
messages-list = 对话列表
messages-none = 还没有消息
messages-choose = 选一位患者，看对话。
messages-yours = 我方：{ $text }
messages-wait = 已等 { $span }
messages-answered = 已回复
messages-unseen = { $count } 条未看
messages-facts = 要点
message-by = { $name } · { $when }
message-unseen = 还没有人看过
thread-label = 对话
thread-empty = 还没有消息。
thread-waiting = { $count } 条等回复
reply-to = 回复 { $who }
reply-act = 发送
reply-busy = 正在发送…
reply-sent = 已发送。

## 邀请
invite-open = 邀请码
invite-title = 给患者的邀请码
invite-who = 给 { $who }
invite-how = 患者在手机上打开康伴，输入这个码，就能用自己的手机记录。一个码只能用一次。请先核对身份。
invite-act = 生成邀请码
invite-until = { $when } 前有效

## 规则
rules-count = { $waiting ->
    [0] { $active } 条在用
   *[other] { $active } 条在用，{ $waiting } 条等医院设值
}
rules-choose = 选一条规则，看界限和依据。
rules-missing = 没有这条规则。
rule-version = { $version } 版
rule-status = { $status ->
    [active] 在用
    [draft] 等医院设值
    [retired] 停用
   *[other] { $status }
}
rule-acts = 触发后
rule-sources = 依据
rule-by = { $who }
rule-by-on = { $who } · { $date }
threshold-name = { $name ->
    [fever] 发烧
    [vomits] 一天呕吐次数
    [stools] 一天多拉次数
    [raised] 分数偏高
    [high] 偏高
    [veryHigh] 很高
    [low] 偏低
    [veryLow] 很低
    [limit] 界限
    [score] 评分
    [grade] 分级
    [rise] 比上次加重
    [least] 且评分
    [window] 术后天数
    [readings] 一周内测量次数
    [dayGain] 一天内增加
    [weekGain] 一周内增加
    [rateLow] 心率偏慢
    [rateHigh] 心率偏快
    [symptom] 同时有症状，评分
    [systolicLow] 收缩压偏低
    [systolicHigh] 收缩压偏高
    [systolicVeryHigh] 收缩压很高
    [diastolicVeryHigh] 舒张压很高
    [systolicMean] 收缩压一周平均
    [diastolicMean] 舒张压一周平均
   *[other] { $name }
}
threshold-unset = 未设
threshold-range = 可改 { $low } – { $high }
threshold-range-wrong = 只能在 { $low } 到 { $high } 之间。
threshold-no-number = 请填一个数，例如 38.5。
threshold-act = 改为 { $value }
threshold-busy = 正在保存…
threshold-done = { $name }现在是 { $value }。医院已按新值执行，患者手机下次连上时跟着改；已发出的预警不变。
