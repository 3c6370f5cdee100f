# Me
settings-language = Language
settings-theme = Appearance
settings-elders = Larger and simpler
settings-elders-detail = Larger text, one thing at a time
settings-lock = Lock now
settings-pin = Change the PIN
settings-about = Kangban records how you are and takes it to the hospital. It does not diagnose. In an emergency, call 120
theme-system = Like the phone
theme-light = Light
theme-dark = Dark
