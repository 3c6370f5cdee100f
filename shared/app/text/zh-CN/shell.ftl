# 核心启动之前，外壳自己要说的话（由外壳在构建时取用）
shell-starting = 正在打开康伴…
shell-cannot-start = 康伴没能打开
shell-cannot-start-text = 您的记录都在，没有改动。请用新一些的浏览器，或重新打开这个页面。急事请直接打电话给病房，或拨打 120。
