# 读取别的应用和设备的测量
health-switch = 读取其他设备的测量
health-switch-detail = 血压、血糖、体重、心率、血氧、体温和睡眠，带上设备的名字送到医院。不会改您自己填的
health-refused = 手机没有允许康伴读取测量，所以这些不会自动记下。请到手机设置里允许；也可以在“记录”里自己填
health-unavailable = 这台手机没有可以读取的测量。可以在“记录”里自己填
health-turned-down = 有 { $count } 条测量没有收下：数值不可能，或者时间还没到。其他的都收下了；需要的话，可以在“记录”里自己填
health-ask = 允许读取
health-advice = 刚读到的测量里有要留意的
health-advice-show = 看建议

origin-label = 来自
origin-unknown = 其他设备
origin-typed = 在那里手动填的
