package kangban.platform

import android.app.Application
import android.app.job.JobScheduler
import android.content.Intent
import android.net.ConnectivityManager
import android.net.NetworkCapabilities
import android.net.Uri
import android.provider.Settings
import kangban.types.ExportFile
import kangban.types.SystemPage
import org.junit.Assert.assertArrayEquals
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNull
import org.junit.Assert.assertThrows
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.shadows.ShadowNetworkCapabilities
import java.io.FileNotFoundException

/** Settings pages, files, the network and the background. */
@RunWith(RobolectricTestRunner::class)
class DeviceTest {
    private val app: Application get() = RuntimeEnvironment.getApplication()

    @Before
    fun provide() {
        Robolectric.buildContentProvider(HandedFiles::class.java).create("${app.packageName}.files")
    }

    @Test
    fun `each page of the settings is this app's own`() {
        val pages = SystemPage.entries.associateWith {
            assertTrue(SystemPages(app).open(it))
            shadowOf(app).nextStartedActivity.action
        }
        assertEquals(
            mapOf(
                SystemPage.PERMISSIONS to Settings.ACTION_APPLICATION_DETAILS_SETTINGS,
                SystemPage.NOTICES to Settings.ACTION_APP_NOTIFICATION_SETTINGS,
                SystemPage.EXACTNOTICES to Settings.ACTION_REQUEST_SCHEDULE_EXACT_ALARM,
                SystemPage.BIOMETRICS to Settings.ACTION_BIOMETRIC_ENROLL,
                SystemPage.HEALTH to "android.health.connect.action.MANAGE_HEALTH_PERMISSIONS",
            ),
            pages,
        )
    }

    @Test
    fun `a phone without such a page says so`() {
        shadowOf(app).checkActivities(true)
        assertFalse(SystemPages(app).open(SystemPage.BIOMETRICS))
    }

    @Test
    fun `a shared file is read by the app it was given to, and lies on no disk`() {
        val file = ExportFile("kangban.json", "application/json", "{}".toByteArray().map { it.toUByte() })
        val chooser = HandedFiles.shareSheet(app, file)
        val send = chooser.getParcelableExtra(Intent.EXTRA_INTENT, Intent::class.java)!!
        val uri = send.getParcelableExtra(Intent.EXTRA_STREAM, Uri::class.java)!!
        assertEquals("application/json", app.contentResolver.getType(uri))
        assertTrue(send.flags and Intent.FLAG_GRANT_READ_URI_PERMISSION != 0)
        val name = app.contentResolver.query(uri, null, null, null, null)!!.use {
            it.moveToFirst()
            it.getString(0) to it.getInt(1)
        }
        assertEquals("kangban.json" to 2, name)
        assertArrayEquals("{}".toByteArray(), app.contentResolver.openInputStream(uri)!!.use { it.readBytes() })
        HandedFiles.stopSharing()
        assertThrows(FileNotFoundException::class.java) { app.contentResolver.openInputStream(uri) }
        assertTrue(app.cacheDir.walk().none { it.isFile })
    }

    @Test
    fun `a photo of the camera is taken away from where the camera put it`() {
        val uri = HandedFiles.cameraAddress(app)
        app.contentResolver.openOutputStream(uri)!!.use { it.write(byteArrayOf(1, 2, 3)) }
        assertArrayEquals(byteArrayOf(1, 2, 3), HandedFiles.takePhoto(app, uri))
        assertNull("it is there no longer", HandedFiles.takePhoto(app, uri))
        app.contentResolver.openOutputStream(uri)!!.use { it.write(1) }
        HandedFiles.clearPhotos(app)
        assertTrue(app.cacheDir.walk().none { it.isFile })
    }

    @Test
    fun `an address that climbs out of the folder opens nothing`() {
        val secret = app.cacheDir.resolve("secret").apply { writeText("secret") }
        val uri = Uri.parse("content://${app.packageName}.files/camera/..%2F${secret.name}")
        assertThrows(FileNotFoundException::class.java) { app.contentResolver.openInputStream(uri) }
    }

    @Test
    fun `the network's comings and goings are told until nobody listens`() {
        val told = mutableListOf<Boolean>()
        val networks = Networks(app)
        networks.watch(told::add)
        val manager = app.service<ConnectivityManager>()
        val callback = shadowOf(manager).networkCallbacks.single()
        callback.onAvailable(manager.activeNetwork!!)
        callback.onLost(manager.activeNetwork!!)
        assertEquals(listOf(true, false), told)
        networks.close()
        assertTrue(shadowOf(manager).networkCallbacks.isEmpty())
    }

    @Test
    fun `online is a network that leads somewhere`() {
        val manager = app.service<ConnectivityManager>()
        val leads = ShadowNetworkCapabilities.newInstance()
        shadowOf(manager).setNetworkCapabilities(manager.activeNetwork, leads)
        assertFalse(Networks(app).online())
        shadowOf(leads).addCapability(NetworkCapabilities.NET_CAPABILITY_INTERNET)
        assertTrue(Networks(app).online())
        shadowOf(manager).setDefaultNetworkActive(false)
    }

    @Test
    fun `moments in the background are asked for once, with a network, and outlive a restart`() {
        WakeService.ask(app)
        WakeService.ask(app)
        val job = app.service<JobScheduler>().allPendingJobs.single()
        assertTrue(job.isPersisted && job.isPeriodic)
        assertEquals(WakeService::class.java.name, job.service.className)
    }
}
