package kangban.platform

import android.content.Context
import android.health.connect.HealthConnectException
import android.health.connect.ReadRecordsRequest
import android.health.connect.ReadRecordsResponse
import android.health.connect.datatypes.BloodGlucoseRecord
import android.health.connect.datatypes.BloodPressureRecord
import android.health.connect.datatypes.BodyTemperatureRecord
import android.health.connect.datatypes.DataOrigin
import android.health.connect.datatypes.Device
import android.health.connect.datatypes.HeartRateRecord
import android.health.connect.datatypes.Metadata
import android.health.connect.datatypes.OxygenSaturationRecord
import android.health.connect.datatypes.Record
import android.health.connect.datatypes.SleepSessionRecord
import android.health.connect.datatypes.WeightRecord
import android.health.connect.datatypes.units.BloodGlucose
import android.health.connect.datatypes.units.Mass
import android.health.connect.datatypes.units.Percentage
import android.health.connect.datatypes.units.Pressure
import android.health.connect.datatypes.units.Temperature
import android.os.OutcomeReceiver
import kangban.types.Consent
import kangban.types.HealthKind
import kangban.types.HealthOp
import kangban.types.HealthOut
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import java.time.Instant

@RunWith(RobolectricTestRunner::class)
class HealthTest {
    private val context: Context get() = RuntimeEnvironment.getApplication()
    private val at = Instant.parse("2026-11-29T07:30:00Z")
    private val store = Store()

    @Test
    fun `each of the seven kinds comes in thousandths of its unit`() {
        allow()
        store.records += listOf(
            BloodPressureRecord.Builder(
                meta("bp"),
                at,
                1,
                Pressure.fromMillimetersOfMercury(128.0),
                Pressure.fromMillimetersOfMercury(81.0),
                1
            ).build(),
            BloodGlucoseRecord.Builder(meta("glu"), at, 1, BloodGlucose.fromMillimolesPerLiter(5.62), 1, 1).build(),
            WeightRecord.Builder(meta("kg"), at, Mass.fromGrams(63_250.0)).build(),
            OxygenSaturationRecord.Builder(meta("spo2"), at, Percentage.fromValue(97.0)).build(),
            BodyTemperatureRecord.Builder(meta("temp"), at, 1, Temperature.fromCelsius(38.9)).build(),
            HeartRateRecord.Builder(
                meta("hr"),
                at,
                at.plusSeconds(60),
                listOf(HeartRateRecord.HeartRateSample(72, at), HeartRateRecord.HeartRateSample(74, at.plusSeconds(60)))
            ).build(),
            SleepSessionRecord.Builder(meta("sleep"), at, at.plusSeconds(8 * 3600))
                .setStages(
                    listOf(
                        SleepSessionRecord.Stage(
                            at,
                            at.plusSeconds(1800),
                            SleepSessionRecord.StageType.STAGE_TYPE_AWAKE_IN_BED
                        )
                    )
                ).build(),
        )
        val out = read(0)
        val values = out.readings.groupBy({ it.kind }, { it.values })
        assertEquals(listOf(listOf(128_000L, 81_000L)), values[HealthKind.BLOODPRESSURE])
        assertEquals(listOf(listOf(5_620L)), values[HealthKind.GLUCOSE])
        assertEquals(listOf(listOf(63_250L)), values[HealthKind.WEIGHT])
        assertEquals(listOf(listOf(97_000L)), values[HealthKind.OXYGENSATURATION])
        assertEquals(listOf(listOf(38_900L)), values[HealthKind.TEMPERATURE])
        assertEquals(listOf(listOf(72_000L), listOf(74_000L)), values[HealthKind.HEARTRATE])
        assertEquals("without the half hour awake", listOf(listOf(7_500L)), values[HealthKind.SLEEP])
        assertEquals(HealthKind.entries.toSet(), values.keys)
        assertEquals("every reading has an id of its own", out.readings.size, out.readings.map { it.id }.toSet().size)
    }

    @Test
    fun `a reading names its device and app, and says whether it was typed`() {
        allow()
        store.records += temperature(meta("typed", recorded = Metadata.RECORDING_METHOD_MANUAL_ENTRY))
        val reading = read(0).readings.single()
        assertEquals("OMRON HEM-7136", reading.device)
        assertEquals("com.example.meter", reading.source)
        assertTrue(reading.typed)
        assertEquals(at.toEpochMilli(), reading.startMs)
    }

    @Test
    fun `only what the store got since then is given, in that order`() {
        allow()
        store.records +=
            listOf(
                temperature(meta("new", stored = 300)),
                temperature(meta("old", stored = 100)),
                temperature(meta("same", stored = 200))
            )
        assertEquals(listOf("same", "new"), read(200).readings.map { it.id })
    }

    @Test
    fun `five hundred are given at once, over as many pages as there are`() {
        allow()
        store.records += List(1_203) { temperature(meta("$it", stored = it.toLong())) }
        val out = read(0)
        assertEquals((0 until 500).map { "$it" }, out.readings.map { it.id })
        assertTrue(out.more)
        assertFalse(read(1_000).more)
    }

    @Test
    fun `what the owner did not allow is not even looked for`() {
        allow(HealthSource.WEIGHT)
        store.records += temperature(meta("t"))
        assertEquals(HealthOut(Consent.GRANTED, emptyList(), more = false), read(0))
        assertEquals(setOf<Class<*>>(WeightRecord::class.java), store.asked.toSet())
    }

    @Test
    fun `refusing is told from never having been asked, and granting later counts`() {
        assertEquals(Consent.NOTASKED, read(0).consent)
        assertEquals(Consent.REFUSED, carryOut(HealthOp.Ask).consent)
        assertEquals(Consent.REFUSED, read(0).consent)
        allow(HealthSource.SLEEP)
        assertEquals(Consent.GRANTED, read(0).consent)
    }

    @Test
    fun `a store that fails gives nothing and no crash`() {
        allow()
        store.failing = true
        assertEquals(emptyList<Any>(), read(0).readings)
    }

    @Test
    fun `a phone without Health Connect says so`() {
        val answers = mutableListOf<HealthOut>()
        Health(context, null).carryOut(HealthOp.Read(0), { _, done -> done() }, answers::add)
        assertEquals(Consent.UNAVAILABLE, answers.single().consent)
    }

    private fun allow(vararg sources: HealthSource) {
        val all = sources.ifEmpty { HealthSource.entries.toTypedArray() }
        shadowOf(RuntimeEnvironment.getApplication()).grantPermissions(*all.map { it.permission }.toTypedArray())
    }

    private fun read(since: Long) = carryOut(HealthOp.Read(since))

    private fun carryOut(op: HealthOp): HealthOut {
        val answers = mutableListOf<HealthOut>()
        Health(context, store).carryOut(op, { _, done -> done() }, answers::add)
        return answers.single()
    }

    private fun temperature(meta: Metadata) = BodyTemperatureRecord.Builder(
        meta,
        at,
        1,
        Temperature.fromCelsius(36.6)
    ).build()

    private fun meta(id: String, stored: Long = 1, recorded: Int = Metadata.RECORDING_METHOD_AUTOMATICALLY_RECORDED) =
        Metadata.Builder().setId(id).setLastModifiedTime(Instant.ofEpochMilli(stored)).setRecordingMethod(recorded)
            .setDevice(Device.Builder().setManufacturer("OMRON").setModel("HEM-7136").build())
            .setDataOrigin(DataOrigin.Builder().setPackageName("com.example.meter").build())
            .build()

    /** The platform's store, which gives a thousand records a page. */
    private class Store : Records {
        val records = mutableListOf<Record>()
        val asked = mutableListOf<Class<*>>()
        var failing = false

        override fun <T : Record> read(
            request: ReadRecordsRequest<T>,
            answer: OutcomeReceiver<ReadRecordsResponse<T>, HealthConnectException>,
        ) {
            if (failing) return answer.onError(HealthConnectException(HealthConnectException.ERROR_INTERNAL))
            asked += request.recordType
            val filters = request as android.health.connect.ReadRecordsRequestUsingFilters<T>
            val all = records.filterIsInstance(request.recordType)
            val from = filters.pageToken.coerceAtLeast(0).toInt()
            val to = minOf(from + filters.pageSize, all.size)
            answer.onResult(ReadRecordsResponse(all.subList(from, to), if (to < all.size) to.toLong() else -1))
        }
    }
}
