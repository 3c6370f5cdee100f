package kangban.app

import android.content.ComponentName
import android.content.Context
import android.content.Intent
import android.content.pm.PackageManager
import android.os.LocaleList
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import java.io.File

/** What the manifest and the builds promise. */
@RunWith(RobolectricTestRunner::class)
class ManifestTest {
    private val context: Context get() = RuntimeEnvironment.getApplication()
    private val root = File(System.getProperty("kangban.root"))
    private val manifest = root.resolve("android/app/src/main/AndroidManifest.xml").readText()

    @Test
    fun `the name under the icon is the core's own, in both languages`() {
        for ((tag, folder) in listOf("zh-CN" to "zh-CN", "en" to "en")) {
            val texts = root.resolve("shared/app/text/$folder/app.ftl").readLines()
            val name = texts.first { it.startsWith("app-name = ") }.substringAfter("= ")
            assertEquals(name, context.inLanguage(tag).getString(R.string.app_name))
        }
    }

    @Test
    fun `no backup takes the vault, on any version`() {
        assertTrue("android:allowBackup=\"false\"" in manifest)
        for (rules in listOf("no_backup", "no_backup_before_12")) {
            val text = root.resolve("android/app/src/main/res/xml/$rules.xml").readText()
            assertTrue(
                "android:(dataExtractionRules|fullBackupContent)=\"@xml/$rules\"".toRegex().containsMatchIn(manifest)
            )
            assertFalse("nothing is included", "<include" in text)
            assertTrue("domain=\"root\"" in text)
        }
    }

    @Test
    fun `nothing goes out in cleartext, and the debug build allows this phone alone`() {
        val release = root.resolve("android/app/src/main/res/xml/network.xml").readText()
        assertFalse("cleartextTrafficPermitted=\"true\"" in release)
        val debug = root.resolve("android/app/src/debug/res/xml/network.xml").readText()
        val allowed = "<domain [^>]*>([^<]*)<".toRegex().findAll(debug.substringAfter("<network")).map {
            it.groupValues[1]
        }
        assertEquals(listOf("127.0.0.1", "localhost"), allowed.toList())
    }

    @Test
    fun `only the app's own notices come in by the name that is believed`() {
        val packages = context.packageManager
        val alias = packages.getActivityInfo(ComponentName(context, "kangban.app.FromNotice"), 0)
        assertFalse(alias.exported)
        assertEquals(MainActivity::class.java.name, alias.targetActivity)
    }

    @Test
    fun `a restart of the phone, an update and a new clock wake the notices`() {
        val wanted = listOf(
            Intent.ACTION_BOOT_COMPLETED,
            Intent.ACTION_MY_PACKAGE_REPLACED,
            Intent.ACTION_TIMEZONE_CHANGED,
            Intent.ACTION_TIME_CHANGED
        )
        for (action in wanted) {
            val found = context.packageManager.queryBroadcastReceivers(Intent(action), PackageManager.MATCH_ALL)
            assertEquals(action, listOf("kangban.platform.NoticeReceiver"), found.map { it.activityInfo.name })
        }
    }

    @Test
    fun `Gradle's versions are Maven's`() {
        val pom = root.resolve("android/pom.xml").readText()
        val catalogue = root.resolve("android/gradle/libs.versions.toml").readLines()
            .mapNotNull { "^([a-z0-9-]+) = \"([^\"]+)\"$".toRegex().find(it)?.destructured?.toList() }
            .associate { (name, version) -> name to version }
        val same = mapOf(
            "kotlin" to "kotlin.version",
            "jna" to "jna.version",
            "compose" to "jetpack.compose.version",
            "material3" to "jetpack.material3.version",
            "activity" to "activity.version",
            "lifecycle" to "lifecycle.version",
            "androidx-core" to "androidx.core.version",
            "coroutines" to "coroutines.version"
        )
        assertEquals("each is compared, but for the plugin that Maven has none of", same.keys + "agp", catalogue.keys)
        for ((name, property) in same) {
            assertEquals(name, pom.substringAfter("<$property>").substringBefore("<"), catalogue[name])
        }
    }

    private fun Context.inLanguage(tag: String): Context {
        val there = android.content.res.Configuration(resources.configuration)
        there.setLocales(LocaleList.forLanguageTags(tag))
        return createConfigurationContext(there)
    }
}
