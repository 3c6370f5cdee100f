# What this phone can do
device-title = This phone

cover-label = Keep out of screenshots
cover-detail = Screenshots and the list of recent apps do not show your entries
