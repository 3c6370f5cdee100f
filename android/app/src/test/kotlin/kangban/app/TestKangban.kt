package kangban.app

/** The app with a hospital of the test's. It begins when a test says so: the hospital has to be there first. */
class TestKangban : KangbanApplication() {
    private var base = ""

    override fun begin() {
        if (base.isNotEmpty()) super.begin()
    }

    override fun hospital() = base

    /** Opens the core as a new process does. */
    fun begin(hospital: String) {
        base = hospital
        begin()
    }

    /** Ends it, and begins anew over what is on disk. */
    fun restart() {
        living.close()
        begin()
    }
}
