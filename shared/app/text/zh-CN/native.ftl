# 核心不能说话的时候，手机外壳要说的话
native-opening = 正在打开康伴…
native-stopped = 康伴需要重新打开
native-stopped-text = 显示“已保存”的内容都在这部手机里。请按下面的按钮重新打开康伴。急事请拨打 120，或打电话给病房。
native-again = 重新打开
native-newer = 康伴的这一部分需要更新
native-newer-text = 您的记录都在这部手机里，没有改动。请在应用商店更新康伴，然后重新打开。急事请拨打 120，或打电话给病房。
native-call = 拨打 120
