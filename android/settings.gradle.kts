// The true app, for whoever has the Android SDK. pom.xml builds and tests the same sources without one.
pluginManagement {
    repositories {
        google()
        mavenCentral()
        gradlePluginPortal()
    }
}

dependencyResolutionManagement {
    repositoriesMode = RepositoriesMode.FAIL_ON_PROJECT_REPOS
    repositories {
        google()
        mavenCentral()
    }
}

rootProject.name = "kangban"
include(":core", ":ui", ":platform", ":app")
