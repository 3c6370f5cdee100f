### What the page says by itself: before the core runs, where it cannot, and to the device that installs it.

app-name = Kangban
app-description = Record symptoms and measurements at home, seen by your hospital. Works without a network.
unable-title = Kangban cannot open in this browser
unable-text = Please update your browser, or use the latest Chrome, Edge, Safari or Firefox, and not a private window. What you recorded before is still where it was; nothing is lost.
unable-retry = Try again
unable-call = In an emergency call 120
