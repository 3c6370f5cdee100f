# 记录：症状、部位、历史、趋势、建议
diary-record = 记一条
diary-history = 历史
diary-trends = 趋势
diary-forms = 问卷
diary-empty = 还没有记录。不舒服时，点“记一条”就能记

symptom-pain = 疼痛
symptom-bloating = 腹胀
symptom-nausea = 恶心
symptom-dizziness = 头晕
symptom-dyspnoea = 喘不上气
symptom-cough = 咳嗽
symptom-fatigue = 没力气
symptom-sleep = 睡不好
symptom-other = 其他不舒服
symptom-more = 其他

pain-none = 不疼
pain-mild = 有点疼
pain-moderate = 比较疼
pain-severe = 很疼
pain-worst = 疼得受不了
band-none = 没有
band-mild = 有一点
band-mild-detail = 不想就忘了
band-moderate = 比较明显
band-moderate-detail = 还能做事
band-severe = 很厉害
band-severe-detail = 做不了事
band-worst = 受不了

log-symptoms-title = 哪里不舒服？
log-symptom-missing = 请先选哪里不舒服
log-score-missing = 请选一个分数，0 是没有，10 是最厉害
log-next = 下一步
scale-question = 现在有多厉害？
scale-question-pain = 现在有多疼？
scale-question-sleep = 昨晚睡得有多不好？
scale-a11y = { $score } 分，{ $word }

site-label = 部位
site-optional = 可以不选
site-as-before = { $place }（同上次）
site-none = 不选部位
side-front = 前面
side-back = 背面
place-head = 头
place-throat = 喉咙
place-chest = 胸口
place-belly-upper-right = 右上腹（您的右边）
place-belly-upper = 上腹
place-navel = 肚脐
place-belly-lower = 下腹
place-groin = 腹股沟
place-arm-right = 右臂（您的右边）
place-arm-left = 左臂（您的左边）
place-leg-right = 右腿（您的右边）
place-leg-left = 左腿（您的左边）
place-neck = 脖子
place-shoulder = 肩膀
place-back-upper = 上背
place-back-lower = 腰

photo-label = 照片
photo-optional = 可以不加
photo-chosen = 已加 1 张
photo-remove = 去掉照片
photo-show = 看照片
photo-a11y = { $title }的照片
photo-too-large = 这张照片有 { $size } MB，最多能加 { $limit } MB。请换一张，或重新拍；其他内容都在
photo-unreadable = 这个文件不是能用的照片。请换一张；其他内容都在

note-label = 备注
note-optional = 可以不写
note-written = 已写
note-help = 想告诉医护的话，怎么写都行

entry-correct = 改这条记录
entry-withdraw = 撤回这条记录
entry-withdraw-confirm = 撤回后，这条会标明是记错的，医护也会看到已撤回。要撤回吗？
entry-withdraw-yes = 撤回
entry-withdraw-no = 不撤回

trail-title = 这条记录现在到哪了
trail-saved = 已保存在本机
trail-waiting = 等待送达医院
trail-waiting-detail = 有网络时自动送达。打电话不用等
trail-refused = 医院没有收下
trail-refused-detail = 记录还在本机。在“记录送到哪了”里能看到原因
trail-will-see = 医护会看到
trail-will-see-later = 医院收到后，医护会看到

advice-steps = 打完电话再做这几件事
advice-emergency = 出现下面情况，直接拨打 120：
advice-source = 依据：{ $source }。提醒线 { $limits }，由您的医护团队设定。
advice-source-only = 依据：{ $source }。
advice-disclaimer = 这里的建议不代替医生诊断。
advice-more = 下一步做什么

trend-chart = 图
trend-table = 数据表
trend-earlier = 前一次
trend-later = 后一次
trend-empty = 还没有可以画的记录。记过一次以后，这里会画出来
trend-when = 时间
trend-value = 数值
trend-remark = 说明
trend-score = { $score } 分
trend-one = { $title }记了一次：{ $value }，{ $when }。
trend-highest = { $title }最高 { $value }（{ $when }）。
trend-lowest = { $title }最低 { $value }（{ $when }）。
trend-last = 最近一次 { $value }（{ $when }）。
trend-beyond = 最近一次到了提醒线 { $limit }。
trend-within = 最近一次没有到提醒线。
limit-call = { $value } 打给病房
limit-info = { $value } 医护会留意
