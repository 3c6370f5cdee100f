# 消息
messages-rule = 医护通常在 24 小时内回复；紧急情况请拨打 120
messages-empty = 还没有消息。有不急的问题，可以写给医护
message-label = 写给医护
message-send = 发送
message-you = 您
message-team = 医护团队
message-missing = 请先写几个字
urgent-title = 发送前问一句：现在有这些情况吗？
urgent-sign-breath = 喘不上气，或者胸痛
urgent-sign-bleeding = 伤口大量出血或裂开
urgent-sign-waking = 叫不醒，或者说话不清
urgent-sign-fever = 体温 38.5 °C 或更高
urgent-yes = 有，现在打电话
urgent-no = 都没有，发送留言
urgent-call = 请现在打电话。您写的内容还在，没有丢
