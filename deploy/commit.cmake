# Writes OUTPUT, which defines the version and the commit of the source tree SOURCE, when either has changed. GIVEN wins, for
# builds from an archive. Run at every build: a commit changes no file that a build could depend on.
set(commit "${GIVEN}")
if(NOT commit AND EXISTS ${SOURCE}/.git)
  execute_process(COMMAND git -C ${SOURCE} rev-parse --short=12 HEAD
    OUTPUT_VARIABLE commit OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET RESULT_VARIABLE failed)
  if(failed)
    set(commit "")
  else()
    execute_process(COMMAND git -C ${SOURCE} status --porcelain --untracked-files=no
      OUTPUT_VARIABLE changes ERROR_QUIET)
    if(NOT changes STREQUAL "")
      string(APPEND commit "-changed")
    endif()
  endif()
endif()
if(NOT commit MATCHES "^[0-9A-Za-z._-]+$")
  set(commit "unknown")
endif()
file(CONFIGURE OUTPUT ${OUTPUT} CONTENT "#define PEERBOT_VERSION \"${VERSION}\"\n#define PEERBOT_COMMIT \"${commit}\"\n")
