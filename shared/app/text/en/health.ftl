# Readings of other apps and devices
health-switch = Read what other devices measure
health-switch-detail = Blood pressure, glucose, weight, pulse, oxygen, temperature and sleep go to the hospital with the device's name. What you enter yourself stays as it is
health-refused = The phone does not let Kangban read measurements, so none are recorded by themselves. Allow it in the phone's settings, or enter them yourself in the diary
health-unavailable = This phone has no measurements to read. You can enter them yourself in the diary
health-turned-down = { $count } measurements were not taken: a value is impossible, or the time has not come yet. All others were. You can enter them yourself in the diary
health-ask = Allow reading
health-advice = A measurement that was just read needs attention
health-advice-show = Show the advice

origin-label = From
origin-unknown = another device
origin-typed = typed in there
