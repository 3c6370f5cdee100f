# What a shell itself has to say before the core runs (taken by the shell when it is built)
shell-starting = Opening Kangban…
shell-cannot-start = Kangban could not open
shell-cannot-start-text = Your entries are as they were. Please use a newer browser, or open this page again. If it is urgent, call the ward, or call 120.
