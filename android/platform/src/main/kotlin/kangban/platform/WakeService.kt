package kangban.platform

import android.app.job.JobInfo
import android.app.job.JobParameters
import android.app.job.JobScheduler
import android.app.job.JobService
import android.content.ComponentName
import android.content.Context

/** The moments in the background that the system gives the app, about once an hour and with a network. */
class WakeService : JobService() {
    /** The app in this process. */
    interface Wakeable {
        /** Takes the moment; [done] is to be called at its end. */
        fun woken(done: () -> Unit)
    }

    override fun onStartJob(params: JobParameters): Boolean {
        val app = applicationContext as? Wakeable ?: return false
        app.woken { jobFinished(params, false) }
        return true
    }

    // The system wants the moment back. What is under way goes on at the next one.
    override fun onStopJob(params: JobParameters) = false

    companion object {
        internal const val JOB = 1
        private const val HOUR = 3_600_000L

        /** Asks for these moments, once and for all: also after a restart of the phone. */
        fun ask(context: Context) {
            val scheduler = context.service<JobScheduler>()
            if (scheduler.getPendingJob(JOB) != null) return
            val job = JobInfo.Builder(JOB, ComponentName(context, WakeService::class.java))
                .setRequiredNetworkType(JobInfo.NETWORK_TYPE_ANY)
                .setPeriodic(HOUR)
                .setPersisted(true)
                .build()
            scheduler.schedule(job)
        }
    }
}
