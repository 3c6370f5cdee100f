package kangban.platform

import android.annotation.TargetApi
import android.health.connect.HealthPermissions
import android.health.connect.datatypes.BloodGlucoseRecord
import android.health.connect.datatypes.BloodPressureRecord
import android.health.connect.datatypes.BodyTemperatureRecord
import android.health.connect.datatypes.HeartRateRecord
import android.health.connect.datatypes.InstantRecord
import android.health.connect.datatypes.IntervalRecord
import android.health.connect.datatypes.Metadata
import android.health.connect.datatypes.OxygenSaturationRecord
import android.health.connect.datatypes.Record
import android.health.connect.datatypes.SleepSessionRecord
import android.health.connect.datatypes.SleepSessionRecord.StageType
import android.health.connect.datatypes.WeightRecord
import android.os.Build
import kangban.types.HealthKind
import kangban.types.HealthReading
import java.time.Duration
import java.time.Instant
import kotlin.math.roundToLong

/** What is read of Health Connect: the permission and the class of its records. */
@TargetApi(Build.VERSION_CODES.UPSIDE_DOWN_CAKE)
internal enum class HealthSource(val permission: String, val records: Class<out Record>) {
    BLOOD_PRESSURE(HealthPermissions.READ_BLOOD_PRESSURE, BloodPressureRecord::class.java),
    GLUCOSE(HealthPermissions.READ_BLOOD_GLUCOSE, BloodGlucoseRecord::class.java),
    WEIGHT(HealthPermissions.READ_WEIGHT, WeightRecord::class.java),
    HEART_RATE(HealthPermissions.READ_HEART_RATE, HeartRateRecord::class.java),
    OXYGEN_SATURATION(HealthPermissions.READ_OXYGEN_SATURATION, OxygenSaturationRecord::class.java),
    TEMPERATURE(HealthPermissions.READ_BODY_TEMPERATURE, BodyTemperatureRecord::class.java),
    SLEEP(HealthPermissions.READ_SLEEP, SleepSessionRecord::class.java),
}

/**
 * The readings in a record of Health Connect: as many as it has samples.
 *
 * @param appName the name of the app of a package
 */
@TargetApi(Build.VERSION_CODES.UPSIDE_DOWN_CAKE)
internal fun readings(record: Record, appName: (String) -> String): List<HealthReading> = when (record) {
    is BloodPressureRecord ->
        listOf(
            at(
                record,
                HealthKind.BLOODPRESSURE,
                appName,
                record.systolic.inMillimetersOfMercury,
                record.diastolic.inMillimetersOfMercury
            )
        )

    is BloodGlucoseRecord -> listOf(at(record, HealthKind.GLUCOSE, appName, record.level.inMillimolesPerLiter))

    is WeightRecord -> listOf(at(record, HealthKind.WEIGHT, appName, record.weight.inGrams / THOUSAND))

    is OxygenSaturationRecord -> listOf(at(record, HealthKind.OXYGENSATURATION, appName, record.percentage.value))

    is BodyTemperatureRecord -> listOf(at(record, HealthKind.TEMPERATURE, appName, record.temperature.inCelsius))

    is HeartRateRecord -> record.samples.map { sample ->
        val id = "${record.metadata.id}/${sample.time.toEpochMilli()}"
        reading(
            record.metadata,
            id,
            HealthKind.HEARTRATE,
            sample.time,
            sample.time,
            appName,
            sample.beatsPerMinute.toDouble()
        )
    }

    is SleepSessionRecord -> listOf(asleep(record, appName))

    else -> emptyList()
}

@TargetApi(Build.VERSION_CODES.UPSIDE_DOWN_CAKE)
private fun at(record: InstantRecord, kind: HealthKind, appName: (String) -> String, vararg values: Double) =
    reading(record.metadata, record.metadata.id, kind, record.time, record.time, appName, *values)

/** The time in bed without the stages awake, where there are stages. */
@TargetApi(Build.VERSION_CODES.UPSIDE_DOWN_CAKE)
private fun asleep(record: SleepSessionRecord, appName: (String) -> String): HealthReading {
    val awake = record.stages.filter { it.type in AWAKE }
        .fold(Duration.ZERO) { sum, stage -> sum + Duration.between(stage.startTime, stage.endTime) }
    val hours = (record.length() - awake).toMillis() / MILLIS_AN_HOUR
    val id = record.metadata.id
    return reading(record.metadata, id, HealthKind.SLEEP, record.startTime, record.endTime, appName, hours)
}

@TargetApi(Build.VERSION_CODES.UPSIDE_DOWN_CAKE)
private fun IntervalRecord.length() = Duration.between(startTime, endTime)

@TargetApi(Build.VERSION_CODES.UPSIDE_DOWN_CAKE)
private fun reading(
    metadata: Metadata,
    id: String,
    kind: HealthKind,
    start: Instant,
    end: Instant,
    appName: (String) -> String,
    vararg values: Double,
) = HealthReading(
    id = id,
    kind = kind,
    startMs = start.toEpochMilli(),
    endMs = end.toEpochMilli(),
    values = values.map { (it * THOUSAND).roundToLong() },
    device = listOfNotNull(metadata.device.manufacturer, metadata.device.model).joinToString(" ").trim(),
    source = appName(metadata.dataOrigin.packageName),
    typed = metadata.recordingMethod == Metadata.RECORDING_METHOD_MANUAL_ENTRY,
)

private const val THOUSAND = 1000.0
private const val MILLIS_AN_HOUR = 3_600_000.0
private val AWAKE = setOf(
    StageType.STAGE_TYPE_AWAKE,
    StageType.STAGE_TYPE_AWAKE_IN_BED,
    StageType.STAGE_TYPE_AWAKE_OUT_OF_BED,
)
