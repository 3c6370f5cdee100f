### What the page says by itself: before the core runs, where it cannot, and to the device that installs it.

app-name = 康伴
app-description = 在家记录症状和测量，医院看得到；没有网络也能用。
unable-title = 康伴在这个浏览器里打不开
unable-text = 请更新浏览器，或者换用最新版的 Chrome、Edge、Safari 或 Firefox，不要用无痕模式。您以前的记录还在原来的地方，没有丢。
unable-retry = 再试一次
unable-call = 急救请拨打 120
