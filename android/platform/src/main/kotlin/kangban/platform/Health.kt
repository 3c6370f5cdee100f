package kangban.platform

import android.annotation.TargetApi
import android.content.Context
import android.content.pm.PackageManager
import android.health.connect.HealthConnectException
import android.health.connect.HealthConnectManager
import android.health.connect.ReadRecordsRequest
import android.health.connect.ReadRecordsRequestUsingFilters
import android.health.connect.ReadRecordsResponse
import android.health.connect.datatypes.Record
import android.os.Build
import android.os.OutcomeReceiver
import kangban.types.Consent
import kangban.types.HealthOp
import kangban.types.HealthOut
import kangban.types.HealthReading
import java.util.concurrent.Executor
import java.util.concurrent.Executors

/** Gives one page of records. */
internal interface Records {
    fun <T : Record> read(
        request: ReadRecordsRequest<T>,
        answer: OutcomeReceiver<ReadRecordsResponse<T>, HealthConnectException>
    )
}

/** Reads what other apps and devices measured, from Health Connect. It is a part of Android since 14. */
class Health internal constructor(private val context: Context, private val records: Records?) {
    private val asked = Asked(context)

    constructor(context: Context) : this(context, if (possible(context)) connected(context) else null)

    /** Carries out. [permissions] puts the system's question to the owner. */
    fun carryOut(op: HealthOp, permissions: Permissions, answer: (HealthOut) -> Unit) {
        if (records == null) return answer(nothing(Consent.UNAVAILABLE))
        when (op) {
            is HealthOp.Ask -> ask(permissions, answer)
            is HealthOp.Read -> read(op.value, records, answer)
        }
    }

    private fun ask(permissions: Permissions, answer: (HealthOut) -> Unit) =
        permissions.ask(HealthSource.entries.map { it.permission }) {
            asked.remember(PERMISSION)
            answer(nothing(consent()))
        }

    private fun read(since: Long, records: Records, answer: (HealthOut) -> Unit) {
        val allowed = HealthSource.entries.filter(::allowed)
        if (allowed.isEmpty()) return answer(nothing(consent()))
        Reading(records, since, answer).run(allowed)
    }

    private fun consent() = when {
        HealthSource.entries.any(::allowed) -> Consent.GRANTED
        asked.before(PERMISSION) -> Consent.REFUSED
        else -> Consent.NOTASKED
    }

    private fun allowed(source: HealthSource) =
        context.checkSelfPermission(source.permission) == PackageManager.PERMISSION_GRANTED

    private fun nothing(consent: Consent) = HealthOut(consent, emptyList(), more = false)

    /** Goes through the kinds, and through the pages of each. */
    private inner class Reading(
        private val records: Records,
        private val since: Long,
        private val answer: (HealthOut) -> Unit
    ) {
        private val found = mutableListOf<Pair<Long, HealthReading>>()

        fun run(left: List<HealthSource>) {
            val source = left.firstOrNull() ?: return give()
            page(source.records, null) { run(left.drop(1)) }
        }

        private fun <T : Record> page(kind: Class<T>, token: Long?, then: () -> Unit) {
            val request = ReadRecordsRequestUsingFilters.Builder(kind).setPageSize(PAGE)
            if (token == null) request.setAscending(true) else request.setPageToken(token)
            records.read(
                request.build(),
                object : OutcomeReceiver<ReadRecordsResponse<T>, HealthConnectException> {
                    override fun onResult(result: ReadRecordsResponse<T>) {
                        result.records.forEach(::take)
                        if (result.nextPageToken == NO_PAGE) then() else page(kind, result.nextPageToken, then)
                    }

                    // The permission was taken back meanwhile, or the store is busy: what is missing comes another time.
                    override fun onError(error: HealthConnectException) = answer(nothing(consent()))
                },
            )
        }

        private fun take(record: Record) {
            val stored = record.metadata.lastModifiedTime.toEpochMilli()
            if (stored >= since) readings(record, ::appName).forEach { found += stored to it }
        }

        private fun give() {
            val sorted = found.sortedWith(compareBy({ it.first }, { it.second.startMs })).map { it.second }
            answer(HealthOut(Consent.GRANTED, sorted.take(MOST), sorted.size > MOST))
        }
    }

    private fun appName(name: String) = try {
        val manager = context.packageManager
        manager.getApplicationLabel(manager.getApplicationInfo(name, 0)).toString()
    } catch (_: PackageManager.NameNotFoundException) {
        name
    }

    companion object {
        private const val PERMISSION = "health"
        private const val MOST = 500
        private const val PAGE = 1000
        private const val NO_PAGE = -1L

        /** Whether the phone has Health Connect built in. */
        fun possible(context: Context) = Build.VERSION.SDK_INT >= Build.VERSION_CODES.UPSIDE_DOWN_CAKE &&
            context.getSystemService(HealthConnectManager::class.java) != null

        @TargetApi(Build.VERSION_CODES.UPSIDE_DOWN_CAKE)
        private fun connected(context: Context): Records {
            val manager = context.service<HealthConnectManager>()
            val worker: Executor = Executors.newSingleThreadExecutor {
                Thread(it, "kangban-health").apply {
                    isDaemon =
                        true
                }
            }
            return object : Records {
                override fun <T : Record> read(
                    request: ReadRecordsRequest<T>,
                    answer: OutcomeReceiver<ReadRecordsResponse<T>, HealthConnectException>,
                ) = manager.readRecords(request, worker, answer)
            }
        }
    }
}
