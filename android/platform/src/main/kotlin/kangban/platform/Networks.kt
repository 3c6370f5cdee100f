package kangban.platform

import android.content.Context
import android.net.ConnectivityManager
import android.net.Network
import android.net.NetworkCapabilities

/** Tells whether the phone has a network. What is behind it only a request shows. */
class Networks(context: Context) : AutoCloseable {
    private val manager = context.service<ConnectivityManager>()
    private var watching: ConnectivityManager.NetworkCallback? = null

    /** Whether there is one now. */
    fun online(): Boolean {
        val now = manager.getNetworkCapabilities(manager.activeNetwork) ?: return false
        return now.hasCapability(NetworkCapabilities.NET_CAPABILITY_INTERNET)
    }

    /** Tells [changed] of every change from now on, from a thread of the system's. */
    fun watch(changed: (Boolean) -> Unit) {
        close()
        val callback = object : ConnectivityManager.NetworkCallback() {
            override fun onAvailable(network: Network) = changed(true)

            override fun onLost(network: Network) = changed(false)
        }
        manager.registerDefaultNetworkCallback(callback)
        watching = callback
    }

    override fun close() {
        watching?.let(manager::unregisterNetworkCallback)
        watching = null
    }
}
