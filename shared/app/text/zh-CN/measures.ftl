# 测量
measure-kinds-title = 测了什么？
measure-temperature = 体温
measure-pressure = 血压
measure-heart-rate = 心率
measure-oxygen = 血氧
measure-glucose = 血糖
measure-weight = 体重
measure-sleep-duration = 睡眠时长
part-systolic = 高压（收缩压）
part-diastolic = 低压（舒张压）
measure-missing = 请填{ $label }
measure-unreadable = { $label }请只填数字
measure-out-of-range = 请填 { $low } 到 { $high } 之间的数
measure-order = 低压应当比高压小，请看看是不是填反了
measure-whole = 请填整数
measure-one-decimal = 小数点后最多一位
measure-unusual = { $label }是 { $value } 吗？和平常差得多。没有填错，就再按一次保存
