// Written by `npm run openapi`.
export interface paths {
    "/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List users
         * @description Users of the portal, ordered by number, in pages. Filters are exact; `username` and `email` without regard to case. `username` alone answers one user in place of a list, as `GET /users/username/{username}` does: that is deprecated.
         *
         *     Scope: `users:read`.
         */
        get: operations["listUsers"];
        put?: never;
        /**
         * Create a user
         * @description Creates a user and makes sure that Chamilo stores all of it: an external id that it drops is attached and verified, names with `&`, `<` or `>` are corrected. An external id that another user has already is refused.
         *
         *     Scope: `users:write`.
         */
        post: operations["createUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{field}/{value}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a user
         * @description Reads the user's number and names, and whether it is active; with an API key for Chamilo's JSON API also username, e-mail and, of a user named by an external id, status, phone and official code. What Chamilo cannot tell is `null`.
         *
         *     Scope: `users:read`.
         */
        get: operations["getUser"];
        /**
         * Create or replace a user
         * @description Gives the user the state of the body, and creates it when there is none with this identifier. Chamilo overwrites `status`, `email`, `language`, `phone` and `expiration_date` at every edit, so they are required; `null` clears. `password` is needed only when the user has to be created; an absent `active` changes nothing. An official code that is left out is kept where Chamilo's JSON API is there, refused to be lost where the gateway knows that it has written one (`USER_RECORDS`), and else emptied, as PUT replaces. Without that API no code can be stored for a user who exists: with `accept_side_effects=true` the rest is done, the code is lost, and `not_stored` says so. Users are created under an extra field, or under their username when `loginname` is the one of the path.
         *
         *     Scope: `users:write`.
         */
        put: operations["putUser"];
        post?: never;
        /**
         * Delete a user
         * @description Deletes the user. The only teacher of a course cannot be deleted. On Chamilo 1.9 sessions that the user coached are left without a coach; on 1.11 the coach of a session cannot be deleted, unless an API key is set: then the sessions get the account of that key as their coach.
         *
         *     Scope: `users:write`.
         */
        delete: operations["deleteUser"];
        options?: never;
        head?: never;
        /**
         * Change members of a user
         * @description Changes the members of the body and nothing else: what is left out stays as it is. An inactive user stays inactive. `active`, `loginname` and `password` each have a call that touches nothing else; with an API key for Chamilo's JSON API nearly all members have. Where an edit overwrites what it is not told, the gateway sends along what it can read; of the rest the problem lists what has to be sent along. Chamilo loses the official code by such an edit where there is no key: it is refused, unless the body says `"official_code": null` or the query that it may be lost.
         *
         *     Scope: `users:write`.
         */
        patch: operations["patchUser"];
        trace?: never;
    };
    "/users/{field}/{value}/enable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Enable a user
         * @description Lets the user log in. Enabling an active user changes nothing.
         *
         *     Scope: `users:write`.
         */
        post: operations["enableUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{field}/{value}/disable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Disable a user
         * @description Keeps the user from logging in; all data stays. Disabling an inactive user changes nothing.
         *
         *     Scope: `users:write`.
         */
        post: operations["disableUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{field}/{value}/credentials": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Change username and password
         * @description Changes the username and, when one is given, the password; nothing else of the user. The user must be active.
         *
         *     Scope: `users:write`.
         */
        put: operations["putUserCredentials"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/batch/create": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create many users
         * @description Creates users in plural calls of 50; those with members that the plural operation does not store are created one by one. At most 1,000 items. Each is dealt with by itself: `results` has one entry an item, in the order they came, with the status the single route would have given. 207 says that some failed.
         *
         *     Scope: `users:write`.
         */
        post: operations["createUsers"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/batch/edit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create or replace many users
         * @description Each item is the body of `PUT /users/{field}/{value}` with `field` and `value`, and the same is true of the official code. At most 1,000 items. Each is dealt with by itself: `results` has one entry an item, in the order they came, with the status the single route would have given. 207 says that some failed.
         *
         *     Scope: `users:write`.
         */
        post: operations["editUsers"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/batch/delete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Delete many users
         * @description Deletes users: one by one, or in calls of 50 where the plural operation tells which it deleted. At most 1,000 items. Each is dealt with by itself: `results` has one entry an item, in the order they came, with the status the single route would have given. 207 says that some failed.
         *
         *     Scope: `users:write`.
         */
        post: operations["deleteUsers"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/batch/enable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Enable many users
         * @description Enables or disables users in plural calls of 50, and makes sure of the outcome of each. At most 1,000 items. Each is dealt with by itself: `results` has one entry an item, in the order they came, with the status the single route would have given. 207 says that some failed.
         *
         *     Scope: `users:write`.
         */
        post: operations["enableUsers"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/batch/disable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Disable many users
         * @description Enables or disables users in plural calls of 50, and makes sure of the outcome of each. At most 1,000 items. Each is dealt with by itself: `results` has one entry an item, in the order they came, with the status the single route would have given. 207 says that some failed.
         *
         *     Scope: `users:write`.
         */
        post: operations["disableUsers"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/courses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List courses
         * @description All courses, ordered by number, in pages; with `field`, each with its identifier in this extra field.
         *
         *     Scope: `courses:read`.
         */
        get: operations["listCourses"];
        put?: never;
        /**
         * Create a course
         * @description Creates a course with its teacher. `code` in the answer is the one Chamilo has given. A course without an identifier of yours gets one in the extra field `rest_gateway_id`. `not_stored` names what Chamilo drops at a creation.
         *
         *     Scope: `courses:write`.
         */
        post: operations["createCourse"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/courses/{field}/{value}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a course
         * @description `field` and `value` are those of the path for a course named by an external id, else the identifier the gateway gave.
         *
         *     Scope: `courses:read`.
         */
        get: operations["getCourse"];
        put?: never;
        post?: never;
        /**
         * Delete a course
         * @description Deletes the course with all it contains. To keep its content, close it (`PATCH`).
         *
         *     Scope: `courses:write`.
         */
        delete: operations["deleteCourse"];
        options?: never;
        head?: never;
        /**
         * Change a course
         * @description Changes what the body names. Where Chamilo can only overwrite a course as a whole (`limits` in `x-chamilo`), what cannot be read is lost, and that has to be accepted; `{"visibility": "closed"}` is possible everywhere.
         *
         *     Scope: `courses:write`.
         */
        patch: operations["patchCourse"];
        trace?: never;
    };
    "/courses/{field}/{value}/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the users of a course
         * @description The users who are subscribed to the course itself, inactive ones too, ordered by number, in pages. Those of its sessions are not among them.
         *
         *     Scope: `courses:read`.
         */
        get: operations["listCourseUsers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/courses/{field}/{value}/users/{userField}/{userValue}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Is a user subscribed to a course?
         * @description Tells whether the user is subscribed.
         *
         *     Scope: `courses:read`.
         */
        get: operations["getCourseSubscription"];
        /**
         * Subscribe a user to a course
         * @description Subscribes the user. A user who is subscribed already gets 204 as a student. Chamilo does not show the role, so as a teacher the answer is 409.
         *
         *     Scope: `courses:write`.
         */
        put: operations["subscribeUserToCourse"];
        post?: never;
        /**
         * Unsubscribe a user from a course
         * @description Unsubscribes the user. The answer is 204 also for a user who is not subscribed.
         *
         *     Scope: `courses:write`.
         */
        delete: operations["unsubscribeUserFromCourse"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/courses/{field}/{value}/descriptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the descriptions of a course
         * @description The texts that describe the course, with their type where Chamilo keeps it.
         *
         *     Scope: `courses:read`.
         */
        get: operations["listCourseDescriptions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/courses/{field}/{value}/descriptions/{type}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Write a description of a course
         * @description Writes the text of one type: 1 description, 2 objectives, 3 topics, 4 methodology, 5 material, 6 resources, 7 assessment, 8 other.
         *
         *     Scope: `courses:write`.
         */
        put: operations["putCourseDescription"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/courses/batch/create": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create many courses
         * @description Creates courses, several at a time. At most 1,000 items; `results` has the status of each, as the single route would have given it.
         *
         *     Scope: `courses:write`.
         */
        post: operations["createCourses"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/courses/batch/delete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Delete many courses
         * @description Deletes courses, several at a time. At most 1,000 items; `results` has the status of each, as the single route would have given it.
         *
         *     Scope: `courses:write`.
         */
        post: operations["deleteCourses"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List sessions
         * @description Sessions with their names and dates, ordered by number, in pages. Not every Chamilo lists all of them (`x-chamilo`); dates that it does not list are `null`.
         *
         *     Scope: `sessions:read`.
         */
        get: operations["listSessions"];
        put?: never;
        /**
         * Create a session
         * @description Creates a session with its coach, who may be named by number, username or external id. An external id that another session has already is refused. Extra fields that the campus does not have are made.
         *
         *     Scope: `sessions:write`.
         */
        post: operations["createSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sessions/{field}/{value}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a session
         * @description Reads the number, name and dates of a session. What Chamilo does not say of a session that exists is `null` (`x-chamilo` says what).
         *
         *     Scope: `sessions:read`.
         */
        get: operations["getSession"];
        /**
         * Replace a session
         * @description Gives a session the state of the body; its users and courses stay. Chamilo overwrites everything but the extra fields: name, coach and visibility that the body leaves out are kept where they can be read. The days of access cannot be read: send them, or accept that they are reset. Where Chamilo answers neither success nor failure, the gateway checks before the edit what can go wrong, and looks after it. Where that cannot show the effect, the answer is 200 with `verified: false` and the reason.
         *
         *     Scope: `sessions:write`.
         */
        put: operations["putSession"];
        post?: never;
        /**
         * Delete a session
         * @description Deletes the session with its subscriptions; users and courses themselves stay. Where Chamilo deletes only empty sessions, one in use is refused with 409; with an API key for its JSON API, `empty=true` takes users and courses out first.
         *
         *     Scope: `sessions:write`.
         */
        delete: operations["deleteSession"];
        options?: never;
        head?: never;
        /**
         * Change members of a session
         * @description Changes the members of the body and nothing else: dates, description, users and courses stay. What is so already is not sent. `PUT` changes the dates.
         *
         *     Scope: `sessions:write`.
         */
        patch: operations["patchSession"];
        trace?: never;
    };
    "/sessions/{field}/{value}/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the users of a session
         * @description The users who are in the session, inactive ones too, ordered by number, in pages. Coaches are not among them.
         *
         *     Scope: `sessions:read`.
         */
        get: operations["listSessionUsers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sessions/{field}/{value}/users/{userField}/{userValue}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Add a user to a session
         * @description Adds the user to the session and its courses; the others stay in it. It is no error if the user is in it already.
         *
         *     Scope: `sessions:write`.
         */
        put: operations["putSessionUser"];
        post?: never;
        /**
         * Take a user out of a session
         * @description Takes this user out of the session and its courses; the others stay. It is no error if the user is not in it.
         *
         *     Scope: `sessions:write`.
         */
        delete: operations["deleteSessionUser"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sessions/{field}/{value}/courses/{courseField}/{courseValue}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Add a course to a session
         * @description Adds the course to the session, with all users of the session; its other courses stay. It is no error if the course is in it already. Session and course are best named by external ids: a session gets one by `PUT /sessions/chamilo_session_id/:number` with the field in `extras`, a course only when it is created with `field` and `value`.
         *
         *     Scope: `sessions:write`.
         */
        put: operations["putSessionCourse"];
        post?: never;
        /**
         * Take a course out of a session
         * @description Takes this course out of the session; its other courses stay. It is no error if the course is not in it. By the external ids of session and course that works on every Chamilo and for every course.
         *
         *     Scope: `sessions:write`.
         */
        delete: operations["deleteSessionCourse"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sessions/{field}/{value}/courses/{courseField}/{courseValue}/coaches/{userField}/{userValue}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Make a user coach of a course in a session
         * @description Makes a teacher a coach of the course within the session; its other coaches stay, and so do its users. It is no error if the user is one already. The course must be in the session.
         *
         *     Scope: `sessions:write`.
         */
        put: operations["putSessionCourseCoach"];
        post?: never;
        /**
         * Take a coach from a course in a session
         * @description Takes this coach from the course within the session; its other coaches stay, and a coach who is also a user of the session stays one. It is no error if the user is no coach there.
         *
         *     Scope: `sessions:write`.
         */
        delete: operations["deleteSessionCourseCoach"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/enrolments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Enrol a user in courses and sessions
         * @description Makes sure that the user exists and is in every course and session named, in one call that can be repeated. A user who exists already is not changed (`PUT /users/{field}/{value}` does that), and stays in other courses and sessions. A part that fails has its problem in its place and does not stop the rest; where the user itself fails, the answer is its problem, and nothing else was done.
         *
         *     Scope: `enrolments:write`.
         */
        put: operations["putEnrolment"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{field}/{value}/time-spent": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Time a user spent on the campus
         * @description Seconds between logging in and out: of the last seven days before Chamilo 1.11.28, of all time from then on. Which of the two a campus counts shows in no reply.
         *
         *     Scope: `reports:read`.
         */
        get: operations["getTimeSpent"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{field}/{value}/courses/{courseField}/{courseValue}/time-spent": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Time a user spent in a course
         * @description Seconds in the course, outside of sessions.
         *
         *     Scope: `reports:read`.
         */
        get: operations["getCourseTimeSpent"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{field}/{value}/sessions/{sessionField}/{sessionValue}/courses/{courseField}/{courseValue}/time-spent": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Time a user spent in a course of a session
         * @description Seconds in the course within that session.
         *
         *     Scope: `reports:read`.
         */
        get: operations["getSessionCourseTimeSpent"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{field}/{value}/courses/{courseField}/{courseValue}/learnpaths/{learnpathId}/time-spent": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Time a user spent in a learnpath
         * @description Not available: Chamilo announces `WSReport.GetTimeSpentOnLearnpathInCourse` in its WSDL and has nothing behind it. The answer is always 501, and Chamilo is not called.
         *
         *     Scope: `reports:read`.
         */
        get: operations["getLearnpathTimeSpent"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{field}/{value}/courses/{courseField}/{courseValue}/learnpaths": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the learnpaths of a course
         * @description The learnpaths of the course with their numbers and titles.
         *
         *     Scope: `reports:read`.
         */
        get: operations["listLearnpaths"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{field}/{value}/courses/{courseField}/{courseValue}/learnpaths/{learnpathId}/progress": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Progress of a user in a learnpath
         * @description How much of the learnpath the user has done, in percent.
         *
         *     Scope: `reports:read`.
         */
        get: operations["getLearnpathProgress"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{field}/{value}/courses/{courseField}/{courseValue}/learnpaths/{learnpathId}/location": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Where a user is in a learnpath
         * @description The furthest place in the lessons of the learnpath; `null` where the user has never opened it.
         *
         *     Scope: `reports:read`.
         */
        get: operations["getLearnpathLocation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{field}/{value}/courses/{courseField}/{courseValue}/learnpaths/{learnpathId}/items/{itemId}/score": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Score of a user in an item of a learnpath
         * @description The bounds of the score, the score to reach, and the one reached.
         *
         *     Scope: `reports:read`.
         */
        get: operations["getLearnpathItemScore"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{field}/{value}/courses/{courseField}/{courseValue}/learnpaths/{learnpathId}/items/{itemId}/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Status of a user in an item of a learnpath
         * @description Whether the user has attempted, completed, passed or failed the item.
         *
         *     Scope: `reports:read`.
         */
        get: operations["getLearnpathItemStatus"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Does the gateway run?
         * @description Says nothing of the campus. Needs no key.
         */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Would calls to the campus succeed?
         * @description Probes the campus, at most once in ten seconds. Needs no key, and shows no secrets.
         */
        get: operations["getReadiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Metrics for Prometheus
         * @description With several campuses, `/CAMPUS/metrics` has those of one. Not on Cloudflare Workers.
         *
         *     Scope: `metrics:read`.
         */
        get: operations["getMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * This document
         * @description Also as YAML, at `/openapi.yaml`. Needs no key.
         */
        get: operations["getDocument"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description RFC 9457 problem document. */
        Problem: {
            /**
             * @description A page that explains the problem.
             * @example /problems/user-not-found
             */
            type: string;
            title: string;
            status: number;
            detail: string;
            /** @description Request id; the log of the gateway has the cause under it. */
            instance: string;
            /** @enum {string} */
            code: "invalid-request" | "malformed-json" | "unsafe-identifier" | "unauthorized" | "rate-limited" | "identity-provider-unavailable" | "forbidden" | "route-not-found" | "user-not-found" | "course-not-found" | "session-not-found" | "learnpath-not-found" | "method-not-allowed" | "username-taken" | "external-id-taken" | "ambiguous-identifier" | "already-subscribed" | "course-code-taken" | "session-name-taken" | "session-in-use" | "course-not-in-session" | "user-inactive" | "user-coaches-sessions" | "idempotency-conflict" | "idempotency-in-progress" | "precondition-failed" | "payload-too-large" | "unsupported-media-type" | "password-encryption-refused" | "unsupported-by-chamilo" | "rejected-by-chamilo" | "internal-error" | "chamilo-error" | "chamilo-refused-signature" | "not-implemented-by-chamilo" | "creation-incomplete" | "partly-done" | "outcome-unknown" | "chamilo-unavailable" | "record-locked" | "locks-unavailable" | "chamilo-timeout";
            errors?: {
                /**
                 * @description JSON pointer into the body; `path/…` and `query/…` name parameters.
                 * @example /firstname
                 */
                pointer: string;
                /** @example is missing */
                detail: string;
            }[];
            /** @description What Chamilo itself said, when it spoke. */
            chamilo?: {
                operation: string;
                faultcode?: string;
                faultstring?: string;
            };
        } & {
            [key: string]: unknown;
        };
        UserIdentity: {
            /**
             * @description Chamilo's number of the user.
             * @example 17
             */
            id: number;
            /** @example external_user */
            field: string | null;
            /** @example 1504 */
            value: string | null;
        };
        NewUser: {
            /** @example Ada */
            firstname: string;
            /** @example O'Brien */
            lastname: string;
            /**
             * @description Username. Chamilo compares usernames without regard to case.
             * @example a.lovelace
             */
            loginname: string;
            password: string;
            /**
             * @description Default: `student`.
             * @example student
             * @enum {string}
             */
            status?: "teacher" | "session_admin" | "hr_manager" | "student";
            /**
             * @description Extra field that is to hold your own identifier.
             * @example external_user
             */
            field?: string;
            /**
             * @description Your own identifier of the user.
             * @example 1504
             */
            value?: string;
            /** @example ada@example.org */
            email?: string | null;
            /**
             * @description A language tag (`de`, `pt-BR`) or one of Chamilo's own names (`german`, `brazilian`), which is what is stored; `null` is the platform's. A language that is switched off on the campus becomes the platform's.
             * @example english
             */
            language?: string | null;
            /** @example +32 2 211 34 56 */
            phone?: string | null;
            /**
             * @description Code of the user in the administration. Without an API key it can be given to a new user only, and edits wipe it.
             * @example ID-1504
             */
            official_code?: string | null;
            /**
             * @description When the account expires: ISO 8601, kept in UTC by Chamilo; `null` is never. A date without a time is the beginning of that day: write the next day for an account that is to last through it. Left out of a creation it is what the campus says: never on 1.9 and from 1.11.30 on, in ten years in between unless set otherwise.
             * @example 2031-01-31T18:00:00Z
             */
            expiration_date?: string | null;
            /** @description Default: `true`. */
            active?: boolean;
            /** @description Says that `password` is a hash already, made by this method, which must be the campus' own. Only for users that are created. */
            encrypt_method?: string;
            /**
             * @description Extra fields by name. Numbers are stored as text.
             * @example {
             *       "department": "Research"
             *     }
             */
            extras?: {
                [key: string]: string | number | null;
            };
        };
        UserPage: {
            users: components["schemas"]["ListedUser"][];
            next_cursor: string | null;
        };
        ListedUser: {
            /** @example 17 */
            id: number;
            /** @example ada */
            username: string;
            /** @example Ada */
            firstname: string;
            /** @example O'Brien */
            lastname: string;
            /** @example ada@example.org */
            email: string;
            active: boolean;
        };
        /** @description What Chamilo can tell about a user; what exists but cannot be read is `null`. */
        User: {
            /** @example 17 */
            id: number;
            /** @example external_user */
            field: string;
            /** @example 1504 */
            value: string;
            /** @example Ada */
            firstname: string | null;
            /** @example O'Brien */
            lastname: string | null;
            /** @description `null` where Chamilo cannot tell: by SOAP, for users named by number or username. */
            active: boolean | null;
            /** @example ada */
            username: string | null;
            /**
             * @description An empty text: none.
             * @example ada@example.org
             */
            email: string | null;
            /** @example student */
            status: ("teacher" | "session_admin" | "hr_manager" | "student") | null;
            /** @example +32 2 211 34 56 */
            phone: string | null;
            /** @example ID-1504 */
            official_code: string | null;
        };
        EditedUser: {
            /**
             * @description Chamilo's number of the user.
             * @example 17
             */
            id: number;
            /** @example external_user */
            field: string | null;
            /** @example 1504 */
            value: string | null;
            /** @description What this Chamilo cannot store, where the query accepted it: `official_code`. */
            not_stored?: string[];
        };
        UserEdit: {
            /** @example Ada */
            firstname: string;
            /** @example O'Brien */
            lastname: string;
            /**
             * @description Username. Chamilo compares usernames without regard to case.
             * @example a.lovelace
             */
            loginname: string;
            /**
             * @example student
             * @enum {string}
             */
            status: "teacher" | "session_admin" | "hr_manager" | "student";
            /** @example ada@example.org */
            email: string | null;
            /**
             * @description A language tag (`de`, `pt-BR`) or one of Chamilo's own names (`german`, `brazilian`), which is what is stored; `null` is the platform's. A language that is switched off on the campus becomes the platform's.
             * @example english
             */
            language: string | null;
            /** @example +32 2 211 34 56 */
            phone: string | null;
            /**
             * @description When the account expires: ISO 8601, kept in UTC by Chamilo; `null` is never. A date without a time is the beginning of that day: write the next day for an account that is to last through it. Left out of a creation it is what the campus says: never on 1.9 and from 1.11.30 on, in ten years in between unless set otherwise.
             * @example 2031-01-31T18:00:00Z
             */
            expiration_date: string | null;
            /**
             * @description Code of the user in the administration. Without an API key it can be given to a new user only, and edits wipe it.
             * @example ID-1504
             */
            official_code?: string | null;
            /** @description Needed when the user has to be created; else optional. */
            password?: string;
            /** @description Absent: stays as it is. */
            active?: boolean;
            /** @description Says that `password` is a hash already, made by this method, which must be the campus' own. Only for users that are created. */
            encrypt_method?: string;
            /**
             * @description Extra fields to set; others stay as they are. Null clears a field. Numbers are stored as text.
             * @example {
             *       "department": "Research"
             *     }
             */
            extras?: {
                [key: string]: string | number | null;
            };
        };
        UserPatch: {
            /** @example Ada */
            firstname?: string;
            /** @example O'Brien */
            lastname?: string;
            /**
             * @description Username. Chamilo compares usernames without regard to case.
             * @example a.lovelace
             */
            loginname?: string;
            /**
             * @example student
             * @enum {string}
             */
            status?: "teacher" | "session_admin" | "hr_manager" | "student";
            /** @example ada@example.org */
            email?: string | null;
            language?: string;
            /** @example +32 2 211 34 56 */
            phone?: string | null;
            /**
             * @description Code of the user in the administration. Without an API key it can be given to a new user only, and edits wipe it.
             * @example ID-1504
             */
            official_code?: string | null;
            /**
             * @description When the account expires: ISO 8601, kept in UTC by Chamilo; `null` is never. A date without a time is the beginning of that day: write the next day for an account that is to last through it. Left out of a creation it is what the campus says: never on 1.9 and from 1.11.30 on, in ten years in between unless set otherwise.
             * @example 2031-01-31T18:00:00Z
             */
            expiration_date?: string | null;
            password?: string;
            active?: boolean;
            /**
             * @description Extra fields to set; others stay as they are. Null clears a field. Numbers are stored as text.
             * @example {
             *       "department": "Research"
             *     }
             */
            extras?: {
                [key: string]: string | number | null;
            };
        };
        Credentials: {
            /**
             * @description The username the user is to have; the present one to keep it.
             * @example a.lovelace
             */
            username: string;
            /** @description Absent: the password stays as it is. */
            password?: string;
        };
        /**
         * @example {
         *       "results": [
         *         {
         *           "index": 0,
         *           "status": 201,
         *           "id": 17,
         *           "field": "external_user",
         *           "value": "1504"
         *         },
         *         {
         *           "index": 1,
         *           "status": 409,
         *           "field": "external_user",
         *           "value": "1505",
         *           "problem": {
         *             "type": "/problems/username-taken",
         *             "title": "This username is already taken",
         *             "status": 409,
         *             "detail": "Another user of the campus has this username.",
         *             "code": "username-taken"
         *           }
         *         }
         *       ],
         *       "succeeded": 1,
         *       "failed": 1
         *     }
         */
        BatchResult: {
            results: {
                index: number;
                /** @description What the single route would have answered. */
                status: number;
                id?: number;
                field?: string;
                value?: string;
                /** @description Members that this Chamilo does not store. */
                not_stored?: string[];
                problem?: {
                    type: string;
                    title: string;
                    status: number;
                    detail: string;
                    code: string;
                } & {
                    [key: string]: unknown;
                };
            }[];
            succeeded: number;
            failed: number;
        };
        UserEditItem: {
            /**
             * @description What names the user: `chamilo_user_id` (its number in Chamilo), `username`, or the name of an extra field that holds your own identifier, for example `external_user`.
             * @example external_user
             */
            field: string;
            /** @example 1504 */
            value: string;
            /** @example Ada */
            firstname: string;
            /** @example O'Brien */
            lastname: string;
            /**
             * @description Username. Chamilo compares usernames without regard to case.
             * @example a.lovelace
             */
            loginname: string;
            /**
             * @example student
             * @enum {string}
             */
            status: "teacher" | "session_admin" | "hr_manager" | "student";
            /** @example ada@example.org */
            email: string | null;
            /**
             * @description A language tag (`de`, `pt-BR`) or one of Chamilo's own names (`german`, `brazilian`), which is what is stored; `null` is the platform's. A language that is switched off on the campus becomes the platform's.
             * @example english
             */
            language: string | null;
            /** @example +32 2 211 34 56 */
            phone: string | null;
            /**
             * @description When the account expires: ISO 8601, kept in UTC by Chamilo; `null` is never. A date without a time is the beginning of that day: write the next day for an account that is to last through it. Left out of a creation it is what the campus says: never on 1.9 and from 1.11.30 on, in ten years in between unless set otherwise.
             * @example 2031-01-31T18:00:00Z
             */
            expiration_date: string | null;
            /**
             * @description Code of the user in the administration. Without an API key it can be given to a new user only, and edits wipe it.
             * @example ID-1504
             */
            official_code?: string | null;
            /** @description Needed when the user has to be created; else optional. */
            password?: string;
            /** @description Absent: stays as it is. */
            active?: boolean;
            /** @description Says that `password` is a hash already, made by this method, which must be the campus' own. Only for users that are created. */
            encrypt_method?: string;
            /**
             * @description Extra fields to set; others stay as they are. Null clears a field. Numbers are stored as text.
             * @example {
             *       "department": "Research"
             *     }
             */
            extras?: {
                [key: string]: string | number | null;
            };
        };
        UserReference: {
            /**
             * @description What names the user: `chamilo_user_id` (its number in Chamilo), `username`, or the name of an extra field that holds your own identifier, for example `external_user`.
             * @example external_user
             */
            field: string;
            /** @example 1504 */
            value: string;
        };
        /** @description What exists but cannot be read is `null`. */
        Course: {
            /** @example 7 */
            id: number | null;
            /** @example ALGEBRA1 */
            code: string | null;
            /** @example Linear algebra */
            title: string | null;
            /** @example english */
            language: string | null;
            /** @example public-registered */
            visibility: ("public" | "public-registered" | "private" | "closed") | null;
            /** @example Projects */
            category_name: string | null;
            /** @example 12 */
            number_students: number | null;
            /**
             * @description The extra field of `value`; `rest_gateway_id` holds the identifiers the gateway itself gives.
             * @example external_course
             */
            field: string | null;
            /**
             * @description What this field of the course holds.
             * @example C-100
             */
            value: string | null;
        };
        CreatedCourse: {
            /**
             * @description Chamilo's number of the course.
             * @example 7
             */
            id: number | null;
            /**
             * @description The code Chamilo has given.
             * @example ALGEBRA1
             */
            code: string;
            /** @example external_course */
            field: string;
            /** @example C-100 */
            value: string;
            /**
             * @description Members of the request that this Chamilo does not store at a creation.
             * @example []
             */
            not_stored: string[];
        };
        NewCourse: {
            /** @example Linear algebra */
            title: string;
            /**
             * @description Code of the course, on Chamilo 1.9 of at most 20 characters; kept in capitals; made from the title when absent.
             * @example ALGEBRA1
             */
            code?: string;
            /**
             * @description Code of a category of the campus.
             * @example PROJ
             */
            category_code?: string;
            /**
             * @description A language tag (`de`, `pt-BR`) or one of Chamilo's own names (`german`, `brazilian`), which is what is stored.
             * @example english
             */
            language?: string;
            /**
             * @description Shown with the course.
             * @example Prof. Noether
             */
            tutor_name?: string;
            teacher: components["schemas"]["UserReference"] & unknown;
            /**
             * @description Extra field that is to hold your own identifier.
             * @example external_course
             */
            field?: string;
            /**
             * @description Your own identifier of the course.
             * @example 201
             */
            value?: string;
            /**
             * @description Extra fields by name. Numbers are stored as text.
             * @example {
             *       "department": "Research"
             *     }
             */
            extras?: {
                [key: string]: string | number | null;
            };
        };
        CourseReset: {
            /**
             * @description What this Chamilo could not keep: it has the value of a new course now.
             * @example [
             *       "department_name",
             *       "disk_quota",
             *       "tutor_name"
             *     ]
             */
            reset: string[];
        };
        CoursePatch: {
            /** @example Linear algebra */
            title?: string;
            /**
             * @description Code of a category of the campus.
             * @example PROJ
             */
            category_code?: string | null;
            department_name?: string | null;
            department_url?: string | null;
            /**
             * @description A language tag (`de`, `pt-BR`) or one of Chamilo's own names (`german`, `brazilian`), which is what is stored.
             * @example english
             */
            language?: string;
            /**
             * @example public-registered
             * @enum {string}
             */
            visibility?: "public" | "public-registered" | "private" | "closed";
            /** @description Users may subscribe themselves. */
            subscribe?: boolean;
            /** @description Users may unsubscribe themselves. */
            unsubscribe?: boolean;
            /** @description The code as it is shown. */
            visual_code?: string;
            /**
             * @description Extra fields to set; others stay as they are. Null clears a field. Numbers are stored as text.
             * @example {
             *       "department": "Research"
             *     }
             */
            extras?: {
                [key: string]: string | number | null;
            };
        };
        CourseUser: {
            /** @example 17 */
            id: number;
            /** @example ada */
            username: string;
            /** @example Ada */
            firstname: string;
            /** @example O'Brien */
            lastname: string;
            /** @enum {string} */
            status: "teacher" | "student";
        };
        CourseSubscription: {
            /**
             * @description Default: `student`.
             * @enum {string}
             */
            status?: "teacher" | "student";
        };
        CourseDescription: {
            /**
             * @description 1 description, 2 objectives, 3 topics, 4 methodology, 5 material, 6 resources, 7 assessment, 8 other.
             * @example 2
             */
            type: number | null;
            /** @example Objectives */
            title: string;
            /**
             * @description HTML.
             * @example <p>Proofs.</p>
             */
            content: string;
        };
        CourseDescriptionText: {
            title: string;
            content: string;
        };
        CourseReference: {
            /**
             * @description What names the course: `chamilo_course_id` (its number in Chamilo), `code`, or the name of an extra field that holds your own identifier, for example `external_course`.
             * @example external_course
             */
            field: string;
            /** @example 201 */
            value: string;
        };
        ListedSession: {
            /** @example 1 */
            id: number;
            /** @example Otoño 2030 */
            name: string;
            /**
             * @description A day; with an API key for the JSON API a moment in UTC, as `2031-02-01T08:00:00Z`. `null`: none, or not readable.
             * @example 2031-02-01
             */
            start_date: string | null;
            /**
             * @description A day; with an API key for the JSON API a moment in UTC, as `2031-02-01T08:00:00Z`. `null`: none, or not readable.
             * @example 2031-02-01
             */
            end_date: string | null;
        };
        /** @description What Chamilo says of a session; what exists but cannot be read is `null`. */
        Session: {
            /** @example 1 */
            id: number | null;
            /** @example external_session */
            field: string;
            /** @example 301 */
            value: string;
            /** @example Otoño 2030 */
            name: string | null;
            /**
             * @description A day; with an API key for the JSON API a moment in UTC, as `2031-02-01T08:00:00Z`. `null`: none, or not readable.
             * @example 2031-02-01
             */
            start_date: string | null;
            /**
             * @description A day; with an API key for the JSON API a moment in UTC, as `2031-02-01T08:00:00Z`. `null`: none, or not readable.
             * @example 2031-02-01
             */
            end_date: string | null;
        };
        SessionIdentity: {
            /**
             * @description Chamilo's number of the session; `null` in the rare case that the reply got lost and only the external id proves that the session exists.
             * @example 3
             */
            id: number | null;
            /** @example external_session */
            field: string | null;
            /** @example 2031-S */
            value: string | null;
        };
        NewSession: {
            /**
             * @description Name of the session, on Chamilo 1.9 of at most 50 characters. No other session may have it; Chamilo compares without regard to case and accents.
             * @example Spring 2031
             */
            name: string;
            /**
             * @description First day, as it is written; a time is refused. Required unless `nolimit` is true.
             * @example 2031-02-01
             */
            start_date?: string;
            /**
             * @description Last day, as it is written; a time is refused. On Chamilo 1.9 after `start_date`. Required unless `nolimit` is true.
             * @example 2031-06-30
             */
            end_date?: string;
            /**
             * @description Days the coach may enter before the session begins. Default: `0`.
             * @example 0
             */
            nb_days_access_before?: number;
            /**
             * @description Days the coach may enter after the session has ended. Default: `0`.
             * @example 0
             */
            nb_days_access_after?: number;
            /** @description The session has no dates. Dates that are given all the same are not kept. Default: `false`. */
            nolimit?: boolean;
            /**
             * @description Absent: `read-only`.
             * @example read-only
             * @enum {string}
             */
            visibility?: "read-only" | "visible" | "invisible" | "available";
            coach: components["schemas"]["UserReference"] & unknown;
            /**
             * @description Extra field that is to hold your own identifier.
             * @example external_session
             */
            field?: string;
            /**
             * @description Your own identifier of the session.
             * @example 301
             */
            value?: string;
            /**
             * @description Extra fields of the session by name. A field that the campus does not have yet is made.
             * @example {
             *       "campus_site": "North"
             *     }
             */
            extras?: {
                [key: string]: string | number | null;
            };
        };
        SessionOutcome: {
            /**
             * @description Whether the effect was seen.
             * @example true
             */
            verified: boolean;
            /** @description Why it could not be seen. */
            reason?: string;
            /**
             * @description Members that the body left out and that were reset to the values of a new session.
             * @example [
             *       "nb_days_access_before"
             *     ]
             */
            reset?: string[];
        };
        SessionEdit: {
            /**
             * @description Name of the session. Absent: it stays as it is where Chamilo can tell it, else it is asked for.
             * @example Spring 2031
             */
            name?: string;
            /**
             * @description First day, as it is written; a time is refused. Required unless `nolimit` is true.
             * @example 2031-02-01
             */
            start_date?: string;
            /**
             * @description Last day, as it is written; a time is refused. On Chamilo 1.9 after `start_date`. Required unless `nolimit` is true.
             * @example 2031-06-30
             */
            end_date?: string;
            /**
             * @description Days the coach may enter before the session begins.
             * @example 0
             */
            nb_days_access_before?: number;
            /**
             * @description Days the coach may enter after the session has ended.
             * @example 0
             */
            nb_days_access_after?: number;
            /** @description The session has no dates. Dates that are given all the same are not kept. Default: `false`. */
            nolimit?: boolean;
            /**
             * @description Absent: unchanged on Chamilo 1.11; on 1.9 it is asked for, and with `nolimit` every session is `read-only`.
             * @example read-only
             * @enum {string}
             */
            visibility?: "read-only" | "visible" | "invisible" | "available";
            coach?: components["schemas"]["UserReference"] & unknown;
            /**
             * @description Extra fields to set; others stay. Null clears a field. On Chamilo 1.9 not for a session named by an external id.
             * @example {
             *       "campus_site": "North"
             *     }
             */
            extras?: {
                [key: string]: string | number | null;
            };
        };
        SessionPatch: {
            /**
             * @description Name of the session, on Chamilo 1.9 of at most 50 characters. No other session may have it; Chamilo compares without regard to case and accents.
             * @example Spring 2031
             */
            name?: string;
            coach?: components["schemas"]["UserReference"] & unknown;
            /**
             * @description What may be done in the session once it is over. On Chamilo 1.9 a session with `nolimit` is always `read-only`.
             * @example read-only
             * @enum {string}
             */
            visibility?: "read-only" | "visible" | "invisible" | "available";
            /**
             * @description Extra fields to set; others stay. The fields must exist.
             * @example {
             *       "external_session": "301"
             *     }
             */
            extras?: {
                [key: string]: string | number | null;
            };
        };
        SessionUser: {
            /** @example 17 */
            id: number;
            /** @example ada */
            username: string;
            /** @example Ada */
            firstname: string;
            /** @example O'Brien */
            lastname: string;
            /** @enum {string} */
            status: "member" | "hr_manager";
        };
        /**
         * @example {
         *       "user": {
         *         "status": 201,
         *         "id": 17,
         *         "field": "external_user",
         *         "value": "9001"
         *       },
         *       "courses": [
         *         {
         *           "status": 204,
         *           "field": "code",
         *           "value": "ALGEBRA1"
         *         }
         *       ],
         *       "sessions": [
         *         {
         *           "status": 204,
         *           "field": "chamilo_session_id",
         *           "value": "1"
         *         }
         *       ],
         *       "succeeded": 2,
         *       "failed": 0
         *     }
         */
        Enrolled: {
            user: {
                /** @description 200: was there; 201: created. */
                status: number;
                id: number;
                field: string;
                value: string;
            };
            courses: {
                /** @description What the single route would have answered. */
                status: number;
                field: string;
                value: string;
                problem?: {
                    type: string;
                    title: string;
                    status: number;
                    detail: string;
                    code: string;
                } & {
                    [key: string]: unknown;
                };
            }[];
            sessions: {
                /** @description What the single route would have answered. */
                status: number;
                field: string;
                value: string;
                problem?: {
                    type: string;
                    title: string;
                    status: number;
                    detail: string;
                    code: string;
                } & {
                    [key: string]: unknown;
                };
            }[];
            succeeded: number;
            failed: number;
        };
        Enrolment: {
            /** @description As in `POST /users`, with `field` and `value`; or these two alone for a user who must be there already. */
            user: components["schemas"]["NewUser"] | components["schemas"]["UserReference"];
            /** @description Codes of courses, or references, each with the `status` the user is to have there. */
            courses?: (string | components["schemas"]["CourseInRole"])[];
            /** @description Numbers of sessions, or references. */
            sessions?: (number | components["schemas"]["SessionReference"])[];
        };
        CourseInRole: {
            /**
             * @description What names the course: `chamilo_course_id` (its number in Chamilo), `code`, or the name of an extra field that holds your own identifier, for example `external_course`.
             * @example external_course
             */
            field: string;
            /** @example 201 */
            value: string;
            /**
             * @description Default: `student`.
             * @enum {string}
             */
            status?: "teacher" | "student";
        };
        SessionReference: {
            /**
             * @description What names the session: `chamilo_session_id` (its number in Chamilo), `name`, or the name of an extra field that holds your own identifier, for example `external_session`.
             * @example external_session
             */
            field: string;
            /** @example 301 */
            value: string;
        };
        TimeSpent: {
            /**
             * @description 0 where nothing was tracked.
             * @example 3600
             */
            seconds: number;
        };
        Learnpaths: {
            learnpaths: {
                /** @example 1 */
                id: number;
                /** @example Leçon 1 : se présenter */
                title: string;
            }[];
        };
        LearnpathProgress: {
            /** @example 50 */
            progress: number;
            /** @enum {string} */
            unit: "%";
        };
        LearnpathLocation: {
            /**
             * @description The place as the content itself names it; `null` where there is none.
             * @example page7
             */
            location: string | null;
        };
        /** @description What was not set or not reached yet is `null`. */
        LearnpathItemScore: {
            /** @example 0 */
            min_score: number | null;
            /** @example 100 */
            max_score: number | null;
            /** @example 60 */
            mastery_score: number | null;
            /** @example 80 */
            current_score: number | null;
        };
        LearnpathItemStatus: {
            /**
             * @description As Chamilo has it: `not attempted`, `incomplete`, `completed`, `passed`, `failed` …; `null` where there is none.
             * @example completed
             */
            status: string | null;
        };
    };
    responses: {
        /**
         * @description `already-subscribed`: The user is subscribed to the course already, perhaps in another role.
         *
         *     `ambiguous-identifier`: Several records have this external id.
         *
         *     `idempotency-conflict`: The Idempotency-Key belongs to another request.
         *
         *     `idempotency-in-progress`: The request with this Idempotency-Key is still under way.
         */
        "already-subscribed.ambiguous-identifier.idempotency-conflict.idempotency-in-progress": {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "Api-Version": components["headers"]["ApiVersion"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "already-subscribed" | "ambiguous-identifier" | "idempotency-conflict" | "idempotency-in-progress";
                };
            };
        };
        /** @description `ambiguous-identifier`: Several records have this external id. */
        "ambiguous-identifier": {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "Api-Version": components["headers"]["ApiVersion"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "ambiguous-identifier";
                };
            };
        };
        /**
         * @description `ambiguous-identifier`: Several records have this external id.
         *
         *     `idempotency-conflict`: The Idempotency-Key belongs to another request.
         *
         *     `idempotency-in-progress`: The request with this Idempotency-Key is still under way.
         */
        "ambiguous-identifier.idempotency-conflict.idempotency-in-progress": {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "Api-Version": components["headers"]["ApiVersion"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "ambiguous-identifier" | "idempotency-conflict" | "idempotency-in-progress";
                };
            };
        };
        /**
         * @description `ambiguous-identifier`: Several records have this external id.
         *
         *     `user-coaches-sessions`: The user is the coach of a session, and Chamilo does not delete such users.
         */
        "ambiguous-identifier.user-coaches-sessions": {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "Api-Version": components["headers"]["ApiVersion"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "ambiguous-identifier" | "user-coaches-sessions";
                };
            };
        };
        /**
         * @description `ambiguous-identifier`: Several records have this external id.
         *
         *     `username-taken`: This username is already taken.
         *
         *     `user-inactive`: The user is inactive, and Chamilo changes credentials of active users only.
         */
        "ambiguous-identifier.username-taken.user-inactive": {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "Api-Version": components["headers"]["ApiVersion"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "ambiguous-identifier" | "username-taken" | "user-inactive";
                };
            };
        };
        /**
         * @description `ambiguous-identifier`: Several records have this external id.
         *
         *     `username-taken`: This username is already taken.
         *
         *     `user-inactive`: The user is inactive, and Chamilo changes credentials of active users only.
         *
         *     `idempotency-conflict`: The Idempotency-Key belongs to another request.
         *
         *     `idempotency-in-progress`: The request with this Idempotency-Key is still under way.
         */
        "ambiguous-identifier.username-taken.user-inactive.idempotency-conflict.idempotency-in-progress": {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "Api-Version": components["headers"]["ApiVersion"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "ambiguous-identifier" | "username-taken" | "user-inactive" | "idempotency-conflict" | "idempotency-in-progress";
                };
            };
        };
        /**
         * @description `chamilo-error`: Chamilo answered something that is no valid reply.
         *
         *     `chamilo-refused-signature`: Chamilo refused the signature of the gateway.
         */
        "chamilo-error.chamilo-refused-signature": {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "Api-Version": components["headers"]["ApiVersion"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "chamilo-error" | "chamilo-refused-signature";
                };
            };
        };
        /** @description `chamilo-timeout`: Chamilo did not answer in time. */
        "chamilo-timeout": {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "Api-Version": components["headers"]["ApiVersion"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "chamilo-timeout";
                };
            };
        };
        /** @description `course-not-found`: Chamilo has no such course. */
        "course-not-found": {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "Api-Version": components["headers"]["ApiVersion"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "course-not-found";
                };
            };
        };
        /**
         * @description `course-not-in-session`: The course is not in the session.
         *
         *     `ambiguous-identifier`: Several records have this external id.
         *
         *     `idempotency-conflict`: The Idempotency-Key belongs to another request.
         *
         *     `idempotency-in-progress`: The request with this Idempotency-Key is still under way.
         */
        "course-not-in-session.ambiguous-identifier.idempotency-conflict.idempotency-in-progress": {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "Api-Version": components["headers"]["ApiVersion"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "course-not-in-session" | "ambiguous-identifier" | "idempotency-conflict" | "idempotency-in-progress";
                };
            };
        };
        /**
         * @description `creation-incomplete`: The record was created, but Chamilo did not store all of it.
         *
         *     `outcome-unknown`: It could not be established whether Chamilo did this.
         *
         *     `chamilo-error`: Chamilo answered something that is no valid reply.
         *
         *     `chamilo-refused-signature`: Chamilo refused the signature of the gateway.
         */
        "creation-incomplete.outcome-unknown.chamilo-error.chamilo-refused-signature": {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "Api-Version": components["headers"]["ApiVersion"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "creation-incomplete" | "outcome-unknown" | "chamilo-error" | "chamilo-refused-signature";
                };
            };
        };
        /**
         * @description `creation-incomplete`: The record was created, but Chamilo did not store all of it.
         *
         *     `partly-done`: Chamilo did the first part of the operation, then failed.
         *
         *     `outcome-unknown`: It could not be established whether Chamilo did this.
         *
         *     `chamilo-error`: Chamilo answered something that is no valid reply.
         *
         *     `chamilo-refused-signature`: Chamilo refused the signature of the gateway.
         */
        "creation-incomplete.partly-done.outcome-unknown.chamilo-error.chamilo-refused-signature": {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "Api-Version": components["headers"]["ApiVersion"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "creation-incomplete" | "partly-done" | "outcome-unknown" | "chamilo-error" | "chamilo-refused-signature";
                };
            };
        };
        /**
         * @description `external-id-taken`: Another record already has this external id.
         *
         *     `course-code-taken`: Another course has this code.
         *
         *     `idempotency-conflict`: The Idempotency-Key belongs to another request.
         *
         *     `idempotency-in-progress`: The request with this Idempotency-Key is still under way.
         */
        "external-id-taken.course-code-taken.idempotency-conflict.idempotency-in-progress": {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "Api-Version": components["headers"]["ApiVersion"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "external-id-taken" | "course-code-taken" | "idempotency-conflict" | "idempotency-in-progress";
                };
            };
        };
        /**
         * @description `external-id-taken`: Another record already has this external id.
         *
         *     `session-name-taken`: Another session has this name.
         *
         *     `idempotency-conflict`: The Idempotency-Key belongs to another request.
         *
         *     `idempotency-in-progress`: The request with this Idempotency-Key is still under way.
         */
        "external-id-taken.session-name-taken.idempotency-conflict.idempotency-in-progress": {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "Api-Version": components["headers"]["ApiVersion"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "external-id-taken" | "session-name-taken" | "idempotency-conflict" | "idempotency-in-progress";
                };
            };
        };
        /** @description `forbidden`: The key does not have the scope this operation needs. */
        forbidden: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "Api-Version": components["headers"]["ApiVersion"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "forbidden";
                };
            };
        };
        /**
         * @description `idempotency-conflict`: The Idempotency-Key belongs to another request.
         *
         *     `idempotency-in-progress`: The request with this Idempotency-Key is still under way.
         */
        "idempotency-conflict.idempotency-in-progress": {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "Api-Version": components["headers"]["ApiVersion"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "idempotency-conflict" | "idempotency-in-progress";
                };
            };
        };
        /**
         * @description `identity-provider-unavailable`: The keys of the identity provider cannot be fetched.
         *
         *     `chamilo-unavailable`: Chamilo cannot be reached.
         */
        "identity-provider-unavailable.chamilo-unavailable": {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "Api-Version": components["headers"]["ApiVersion"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "identity-provider-unavailable" | "chamilo-unavailable";
                };
            };
        };
        /** @description `internal-error`: The gateway itself failed. */
        "internal-error": {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "Api-Version": components["headers"]["ApiVersion"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "internal-error";
                };
            };
        };
        /** @description `invalid-request`: The request is not valid. */
        "invalid-request": {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "Api-Version": components["headers"]["ApiVersion"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "invalid-request";
                };
            };
        };
        /**
         * @description `invalid-request`: The request is not valid.
         *
         *     `malformed-json`: The body is not JSON.
         */
        "invalid-request.malformed-json": {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "Api-Version": components["headers"]["ApiVersion"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "invalid-request" | "malformed-json";
                };
            };
        };
        /**
         * @description `invalid-request`: The request is not valid.
         *
         *     `malformed-json`: The body is not JSON.
         *
         *     `unsafe-identifier`: The identifier holds a character that must not reach Chamilo.
         */
        "invalid-request.malformed-json.unsafe-identifier": {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "Api-Version": components["headers"]["ApiVersion"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "invalid-request" | "malformed-json" | "unsafe-identifier";
                };
            };
        };
        /**
         * @description `invalid-request`: The request is not valid.
         *
         *     `unsafe-identifier`: The identifier holds a character that must not reach Chamilo.
         */
        "invalid-request.unsafe-identifier": {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "Api-Version": components["headers"]["ApiVersion"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "invalid-request" | "unsafe-identifier";
                };
            };
        };
        /** @description `not-implemented-by-chamilo`: Chamilo announces this operation and does not have it. */
        "not-implemented-by-chamilo": {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "Api-Version": components["headers"]["ApiVersion"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "not-implemented-by-chamilo";
                };
            };
        };
        /**
         * @description `outcome-unknown`: It could not be established whether Chamilo did this.
         *
         *     `chamilo-error`: Chamilo answered something that is no valid reply.
         *
         *     `chamilo-refused-signature`: Chamilo refused the signature of the gateway.
         */
        "outcome-unknown.chamilo-error.chamilo-refused-signature": {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "Api-Version": components["headers"]["ApiVersion"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "outcome-unknown" | "chamilo-error" | "chamilo-refused-signature";
                };
            };
        };
        /**
         * @description `partly-done`: Chamilo did the first part of the operation, then failed.
         *
         *     `chamilo-error`: Chamilo answered something that is no valid reply.
         *
         *     `chamilo-refused-signature`: Chamilo refused the signature of the gateway.
         */
        "partly-done.chamilo-error.chamilo-refused-signature": {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "Api-Version": components["headers"]["ApiVersion"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "partly-done" | "chamilo-error" | "chamilo-refused-signature";
                };
            };
        };
        /**
         * @description `partly-done`: Chamilo did the first part of the operation, then failed.
         *
         *     `outcome-unknown`: It could not be established whether Chamilo did this.
         *
         *     `chamilo-error`: Chamilo answered something that is no valid reply.
         *
         *     `chamilo-refused-signature`: Chamilo refused the signature of the gateway.
         */
        "partly-done.outcome-unknown.chamilo-error.chamilo-refused-signature": {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "Api-Version": components["headers"]["ApiVersion"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "partly-done" | "outcome-unknown" | "chamilo-error" | "chamilo-refused-signature";
                };
            };
        };
        /**
         * @description `password-encryption-refused`: Chamilo refused the encrypted password.
         *
         *     `rejected-by-chamilo`: Chamilo refused the operation.
         *
         *     `unsupported-by-chamilo`: This Chamilo cannot do that.
         */
        "password-encryption-refused.rejected-by-chamilo.unsupported-by-chamilo": {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "Api-Version": components["headers"]["ApiVersion"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "password-encryption-refused" | "rejected-by-chamilo" | "unsupported-by-chamilo";
                };
            };
        };
        /** @description `payload-too-large`: The body is too large. */
        "payload-too-large": {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "Api-Version": components["headers"]["ApiVersion"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "payload-too-large";
                };
            };
        };
        /** @description `rate-limited`: The caller has used up its requests of this minute. */
        "rate-limited": {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "Api-Version": components["headers"]["ApiVersion"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "rate-limited";
                };
            };
        };
        /**
         * @description `record-locked`: Another request is changing this record.
         *
         *     `locks-unavailable`: Records cannot be locked, because Redis does not answer.
         *
         *     `identity-provider-unavailable`: The keys of the identity provider cannot be fetched.
         *
         *     `chamilo-unavailable`: Chamilo cannot be reached.
         */
        "record-locked.locks-unavailable.identity-provider-unavailable.chamilo-unavailable": {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "Api-Version": components["headers"]["ApiVersion"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "record-locked" | "locks-unavailable" | "identity-provider-unavailable" | "chamilo-unavailable";
                };
            };
        };
        /**
         * @description `rejected-by-chamilo`: Chamilo refused the operation.
         *
         *     `unsupported-by-chamilo`: This Chamilo cannot do that.
         */
        "rejected-by-chamilo.unsupported-by-chamilo": {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "Api-Version": components["headers"]["ApiVersion"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "rejected-by-chamilo" | "unsupported-by-chamilo";
                };
            };
        };
        /**
         * @description `session-in-use`: The session has users or courses, and this Chamilo deletes only empty ones.
         *
         *     `ambiguous-identifier`: Several records have this external id.
         */
        "session-in-use.ambiguous-identifier": {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "Api-Version": components["headers"]["ApiVersion"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "session-in-use" | "ambiguous-identifier";
                };
            };
        };
        /**
         * @description `session-name-taken`: Another session has this name.
         *
         *     `ambiguous-identifier`: Several records have this external id.
         */
        "session-name-taken.ambiguous-identifier": {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "Api-Version": components["headers"]["ApiVersion"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "session-name-taken" | "ambiguous-identifier";
                };
            };
        };
        /**
         * @description `session-name-taken`: Another session has this name.
         *
         *     `ambiguous-identifier`: Several records have this external id.
         *
         *     `idempotency-conflict`: The Idempotency-Key belongs to another request.
         *
         *     `idempotency-in-progress`: The request with this Idempotency-Key is still under way.
         */
        "session-name-taken.ambiguous-identifier.idempotency-conflict.idempotency-in-progress": {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "Api-Version": components["headers"]["ApiVersion"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "session-name-taken" | "ambiguous-identifier" | "idempotency-conflict" | "idempotency-in-progress";
                };
            };
        };
        /** @description `session-not-found`: Chamilo has no such session. */
        "session-not-found": {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "Api-Version": components["headers"]["ApiVersion"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "session-not-found";
                };
            };
        };
        /**
         * @description `session-not-found`: Chamilo has no such session.
         *
         *     `course-not-found`: Chamilo has no such course.
         */
        "session-not-found.course-not-found": {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "Api-Version": components["headers"]["ApiVersion"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "session-not-found" | "course-not-found";
                };
            };
        };
        /**
         * @description `session-not-found`: Chamilo has no such session.
         *
         *     `course-not-found`: Chamilo has no such course.
         *
         *     `user-not-found`: Chamilo has no such user.
         */
        "session-not-found.course-not-found.user-not-found": {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "Api-Version": components["headers"]["ApiVersion"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "session-not-found" | "course-not-found" | "user-not-found";
                };
            };
        };
        /**
         * @description `session-not-found`: Chamilo has no such session.
         *
         *     `user-not-found`: Chamilo has no such user.
         */
        "session-not-found.user-not-found": {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "Api-Version": components["headers"]["ApiVersion"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "session-not-found" | "user-not-found";
                };
            };
        };
        /** @description `unauthorized`: A valid API key is needed. */
        unauthorized: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "Api-Version": components["headers"]["ApiVersion"];
                "WWW-Authenticate": components["headers"]["Authenticate"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "unauthorized";
                };
            };
        };
        /** @description `unsupported-by-chamilo`: This Chamilo cannot do that. */
        "unsupported-by-chamilo": {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "Api-Version": components["headers"]["ApiVersion"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "unsupported-by-chamilo";
                };
            };
        };
        /** @description `unsupported-media-type`: The body must be application/json. */
        "unsupported-media-type": {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "Api-Version": components["headers"]["ApiVersion"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "unsupported-media-type";
                };
            };
        };
        /** @description `user-not-found`: Chamilo has no such user. */
        "user-not-found": {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "Api-Version": components["headers"]["ApiVersion"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "user-not-found";
                };
            };
        };
        /**
         * @description `user-not-found`: Chamilo has no such user.
         *
         *     `course-not-found`: Chamilo has no such course.
         */
        "user-not-found.course-not-found": {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "Api-Version": components["headers"]["ApiVersion"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "user-not-found" | "course-not-found";
                };
            };
        };
        /**
         * @description `user-not-found`: Chamilo has no such user.
         *
         *     `course-not-found`: Chamilo has no such course.
         *
         *     `learnpath-not-found`: The course has no such learnpath, or the learnpath no such item.
         */
        "user-not-found.course-not-found.learnpath-not-found": {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "Api-Version": components["headers"]["ApiVersion"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "user-not-found" | "course-not-found" | "learnpath-not-found";
                };
            };
        };
        /**
         * @description `user-not-found`: Chamilo has no such user.
         *
         *     `course-not-found`: Chamilo has no such course.
         *
         *     `session-not-found`: Chamilo has no such session.
         */
        "user-not-found.course-not-found.session-not-found": {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "Api-Version": components["headers"]["ApiVersion"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "user-not-found" | "course-not-found" | "session-not-found";
                };
            };
        };
        /**
         * @description `user-not-found`: Chamilo has no such user.
         *
         *     `session-not-found`: Chamilo has no such session.
         */
        "user-not-found.session-not-found": {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "Api-Version": components["headers"]["ApiVersion"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "user-not-found" | "session-not-found";
                };
            };
        };
        /**
         * @description `username-taken`: This username is already taken.
         *
         *     `external-id-taken`: Another record already has this external id.
         *
         *     `idempotency-conflict`: The Idempotency-Key belongs to another request.
         *
         *     `idempotency-in-progress`: The request with this Idempotency-Key is still under way.
         */
        "username-taken.external-id-taken.idempotency-conflict.idempotency-in-progress": {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "Api-Version": components["headers"]["ApiVersion"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "username-taken" | "external-id-taken" | "idempotency-conflict" | "idempotency-in-progress";
                };
            };
        };
        /**
         * @description `username-taken`: This username is already taken.
         *
         *     `idempotency-conflict`: The Idempotency-Key belongs to another request.
         *
         *     `idempotency-in-progress`: The request with this Idempotency-Key is still under way.
         */
        "username-taken.idempotency-conflict.idempotency-in-progress": {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "Api-Version": components["headers"]["ApiVersion"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "username-taken" | "idempotency-conflict" | "idempotency-in-progress";
                };
            };
        };
        /**
         * @description `username-taken`: This username is already taken.
         *
         *     `user-inactive`: The user is inactive, and Chamilo changes credentials of active users only.
         *
         *     `idempotency-conflict`: The Idempotency-Key belongs to another request.
         *
         *     `idempotency-in-progress`: The request with this Idempotency-Key is still under way.
         */
        "username-taken.user-inactive.idempotency-conflict.idempotency-in-progress": {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "Api-Version": components["headers"]["ApiVersion"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "username-taken" | "user-inactive" | "idempotency-conflict" | "idempotency-in-progress";
                };
            };
        };
    };
    parameters: {
        /** @description Makes a retry safe: the work of a key is done once, and its answer is given again, byte for byte, with `Idempotency-Replayed: true`, for 24 hours. The key belongs to this caller, path, query and body. Answers 2xx, 404, 409, 422 and `creation-incomplete` are kept; after any other 5xx, and for operations that answer a secret, the same key does the work again: of a batch, the items that ended so. `Idempotency-Scope: instance` in an answer says that only this instance of the gateway knows the key, until it ends. */
        IdempotencyKey: string;
    };
    requestBodies: never;
    headers: {
        /** @description Names this request in the log of the gateway: the one that was sent, or a new one. */
        RequestId: string;
        /** @description The version of the gateway, as `info.version`. */
        ApiVersion: string;
        /** @description How to send a key or token (RFC 9110). */
        Authenticate: string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listUsers: {
        parameters: {
            query?: {
                limit?: string;
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
                active?: "true" | "false";
                status?: "teacher" | "session_admin" | "hr_manager" | "student";
                email?: string;
                username?: string;
            };
            header?: {
                /** @description `no-cache`: bypasses the cache. */
                "Cache-Control"?: string;
                /** @description The `ETag` of the answer you have: 304 without a body when it is still valid. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of users; one user where the query has `username` alone. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Api-Version": components["headers"]["ApiVersion"];
                    /** @description Names this very answer. */
                    ETag?: string;
                    /** @description Seconds since Chamilo was asked; absent when it was asked for this request. */
                    Age?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserPage"] | components["schemas"]["User"];
                };
            };
            /** @description The answer is the one you have. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Api-Version": components["headers"]["ApiVersion"];
                    /** @description Names this very answer. */
                    ETag?: string;
                    /** @description Seconds since Chamilo was asked; absent when it was asked for this request. */
                    Age?: number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["invalid-request.unsafe-identifier"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["user-not-found"];
            422: components["responses"]["unsupported-by-chamilo"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error"];
            502: components["responses"]["chamilo-error.chamilo-refused-signature"];
            503: components["responses"]["identity-provider-unavailable.chamilo-unavailable"];
            504: components["responses"]["chamilo-timeout"];
        };
    };
    createUser: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a retry safe: the work of a key is done once, and its answer is given again, byte for byte, with `Idempotency-Replayed: true`, for 24 hours. The key belongs to this caller, path, query and body. Answers 2xx, 404, 409, 422 and `creation-incomplete` are kept; after any other 5xx, and for operations that answer a secret, the same key does the work again: of a batch, the items that ended so. `Idempotency-Scope: instance` in an answer says that only this instance of the gateway knows the key, until it ends. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewUser"];
            };
        };
        responses: {
            /** @description The user exists. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Api-Version": components["headers"]["ApiVersion"];
                    /** @description Path of the record. */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 17,
                     *       "field": "external_user",
                     *       "value": "9002"
                     *     }
                     */
                    "application/json": components["schemas"]["UserIdentity"];
                };
            };
            400: components["responses"]["invalid-request.malformed-json.unsafe-identifier"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            409: components["responses"]["username-taken.external-id-taken.idempotency-conflict.idempotency-in-progress"];
            413: components["responses"]["payload-too-large"];
            415: components["responses"]["unsupported-media-type"];
            422: components["responses"]["password-encryption-refused.rejected-by-chamilo.unsupported-by-chamilo"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error"];
            502: components["responses"]["creation-incomplete.outcome-unknown.chamilo-error.chamilo-refused-signature"];
            503: components["responses"]["record-locked.locks-unavailable.identity-provider-unavailable.chamilo-unavailable"];
            504: components["responses"]["chamilo-timeout"];
        };
    };
    getUser: {
        parameters: {
            query?: never;
            header?: {
                /** @description `no-cache`: bypasses the cache. */
                "Cache-Control"?: string;
                /** @description The `ETag` of the answer you have: 304 without a body when it is still valid. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description What names the user: `chamilo_user_id` (its number in Chamilo), `username`, or the name of an extra field that holds your own identifier, for example `external_user`. */
                field: string;
                value: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The user. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Api-Version": components["headers"]["ApiVersion"];
                    /** @description Names this very answer. */
                    ETag?: string;
                    /** @description Seconds since Chamilo was asked; absent when it was asked for this request. */
                    Age?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            /** @description The answer is the one you have. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Api-Version": components["headers"]["ApiVersion"];
                    /** @description Names this very answer. */
                    ETag?: string;
                    /** @description Seconds since Chamilo was asked; absent when it was asked for this request. */
                    Age?: number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["invalid-request.unsafe-identifier"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["user-not-found"];
            409: components["responses"]["ambiguous-identifier"];
            422: components["responses"]["unsupported-by-chamilo"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error"];
            502: components["responses"]["chamilo-error.chamilo-refused-signature"];
            503: components["responses"]["identity-provider-unavailable.chamilo-unavailable"];
            504: components["responses"]["chamilo-timeout"];
        };
    };
    putUser: {
        parameters: {
            query?: {
                /** @description `true`: what Chamilo overwrites and cannot be kept may be lost: the official code. */
                accept_side_effects?: "true" | "false";
            };
            header?: {
                /** @description Makes a retry safe: the work of a key is done once, and its answer is given again, byte for byte, with `Idempotency-Replayed: true`, for 24 hours. The key belongs to this caller, path, query and body. Answers 2xx, 404, 409, 422 and `creation-incomplete` are kept; after any other 5xx, and for operations that answer a secret, the same key does the work again: of a batch, the items that ended so. `Idempotency-Scope: instance` in an answer says that only this instance of the gateway knows the key, until it ends. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description What names the user: `chamilo_user_id` (its number in Chamilo), `username`, or the name of an extra field that holds your own identifier, for example `external_user`. */
                field: string;
                value: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UserEdit"];
            };
        };
        responses: {
            /** @description The user existed and has the new state. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Api-Version": components["headers"]["ApiVersion"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EditedUser"];
                };
            };
            /** @description The user was created. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Api-Version": components["headers"]["ApiVersion"];
                    /** @description Path of the record. */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserIdentity"];
                };
            };
            400: components["responses"]["invalid-request.malformed-json.unsafe-identifier"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["user-not-found"];
            409: components["responses"]["ambiguous-identifier.username-taken.user-inactive.idempotency-conflict.idempotency-in-progress"];
            413: components["responses"]["payload-too-large"];
            415: components["responses"]["unsupported-media-type"];
            422: components["responses"]["password-encryption-refused.rejected-by-chamilo.unsupported-by-chamilo"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error"];
            502: components["responses"]["creation-incomplete.partly-done.outcome-unknown.chamilo-error.chamilo-refused-signature"];
            503: components["responses"]["record-locked.locks-unavailable.identity-provider-unavailable.chamilo-unavailable"];
            504: components["responses"]["chamilo-timeout"];
        };
    };
    deleteUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description What names the user: `chamilo_user_id` (its number in Chamilo), `username`, or the name of an extra field that holds your own identifier, for example `external_user`. */
                field: string;
                value: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The user is gone. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Api-Version": components["headers"]["ApiVersion"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["invalid-request.unsafe-identifier"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["user-not-found"];
            409: components["responses"]["ambiguous-identifier.user-coaches-sessions"];
            422: components["responses"]["rejected-by-chamilo.unsupported-by-chamilo"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error"];
            502: components["responses"]["chamilo-error.chamilo-refused-signature"];
            503: components["responses"]["record-locked.locks-unavailable.identity-provider-unavailable.chamilo-unavailable"];
            504: components["responses"]["chamilo-timeout"];
        };
    };
    patchUser: {
        parameters: {
            query?: {
                /** @description `true`: what Chamilo overwrites and cannot be kept may be lost: the official code. */
                accept_side_effects?: "true" | "false";
            };
            header?: never;
            path: {
                /** @description What names the user: `chamilo_user_id` (its number in Chamilo), `username`, or the name of an extra field that holds your own identifier, for example `external_user`. */
                field: string;
                value: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UserPatch"];
            };
        };
        responses: {
            /** @description The user has the new values. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Api-Version": components["headers"]["ApiVersion"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["invalid-request.malformed-json.unsafe-identifier"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["user-not-found"];
            409: components["responses"]["ambiguous-identifier.username-taken.user-inactive"];
            413: components["responses"]["payload-too-large"];
            415: components["responses"]["unsupported-media-type"];
            422: components["responses"]["rejected-by-chamilo.unsupported-by-chamilo"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error"];
            502: components["responses"]["partly-done.chamilo-error.chamilo-refused-signature"];
            503: components["responses"]["record-locked.locks-unavailable.identity-provider-unavailable.chamilo-unavailable"];
            504: components["responses"]["chamilo-timeout"];
        };
    };
    enableUser: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a retry safe: the work of a key is done once, and its answer is given again, byte for byte, with `Idempotency-Replayed: true`, for 24 hours. The key belongs to this caller, path, query and body. Answers 2xx, 404, 409, 422 and `creation-incomplete` are kept; after any other 5xx, and for operations that answer a secret, the same key does the work again: of a batch, the items that ended so. `Idempotency-Scope: instance` in an answer says that only this instance of the gateway knows the key, until it ends. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description What names the user: `chamilo_user_id` (its number in Chamilo), `username`, or the name of an extra field that holds your own identifier, for example `external_user`. */
                field: string;
                value: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The user is active. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Api-Version": components["headers"]["ApiVersion"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["invalid-request.unsafe-identifier"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["user-not-found"];
            409: components["responses"]["idempotency-conflict.idempotency-in-progress"];
            413: components["responses"]["payload-too-large"];
            422: components["responses"]["unsupported-by-chamilo"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error"];
            502: components["responses"]["chamilo-error.chamilo-refused-signature"];
            503: components["responses"]["record-locked.locks-unavailable.identity-provider-unavailable.chamilo-unavailable"];
            504: components["responses"]["chamilo-timeout"];
        };
    };
    disableUser: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a retry safe: the work of a key is done once, and its answer is given again, byte for byte, with `Idempotency-Replayed: true`, for 24 hours. The key belongs to this caller, path, query and body. Answers 2xx, 404, 409, 422 and `creation-incomplete` are kept; after any other 5xx, and for operations that answer a secret, the same key does the work again: of a batch, the items that ended so. `Idempotency-Scope: instance` in an answer says that only this instance of the gateway knows the key, until it ends. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description What names the user: `chamilo_user_id` (its number in Chamilo), `username`, or the name of an extra field that holds your own identifier, for example `external_user`. */
                field: string;
                value: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The user is inactive. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Api-Version": components["headers"]["ApiVersion"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["invalid-request.unsafe-identifier"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["user-not-found"];
            409: components["responses"]["idempotency-conflict.idempotency-in-progress"];
            413: components["responses"]["payload-too-large"];
            422: components["responses"]["unsupported-by-chamilo"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error"];
            502: components["responses"]["chamilo-error.chamilo-refused-signature"];
            503: components["responses"]["record-locked.locks-unavailable.identity-provider-unavailable.chamilo-unavailable"];
            504: components["responses"]["chamilo-timeout"];
        };
    };
    putUserCredentials: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a retry safe: the work of a key is done once, and its answer is given again, byte for byte, with `Idempotency-Replayed: true`, for 24 hours. The key belongs to this caller, path, query and body. Answers 2xx, 404, 409, 422 and `creation-incomplete` are kept; after any other 5xx, and for operations that answer a secret, the same key does the work again: of a batch, the items that ended so. `Idempotency-Scope: instance` in an answer says that only this instance of the gateway knows the key, until it ends. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description What names the user: `chamilo_user_id` (its number in Chamilo), `username`, or the name of an extra field that holds your own identifier, for example `external_user`. */
                field: string;
                value: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Credentials"];
            };
        };
        responses: {
            /** @description The user has these credentials. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Api-Version": components["headers"]["ApiVersion"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["invalid-request.malformed-json.unsafe-identifier"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["user-not-found"];
            409: components["responses"]["username-taken.user-inactive.idempotency-conflict.idempotency-in-progress"];
            413: components["responses"]["payload-too-large"];
            415: components["responses"]["unsupported-media-type"];
            422: components["responses"]["rejected-by-chamilo.unsupported-by-chamilo"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error"];
            502: components["responses"]["chamilo-error.chamilo-refused-signature"];
            503: components["responses"]["record-locked.locks-unavailable.identity-provider-unavailable.chamilo-unavailable"];
            504: components["responses"]["chamilo-timeout"];
        };
    };
    createUsers: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a retry safe: the work of a key is done once, and its answer is given again, byte for byte, with `Idempotency-Replayed: true`, for 24 hours. The key belongs to this caller, path, query and body. Answers 2xx, 404, 409, 422 and `creation-incomplete` are kept; after any other 5xx, and for operations that answer a secret, the same key does the work again: of a batch, the items that ended so. `Idempotency-Scope: instance` in an answer says that only this instance of the gateway knows the key, until it ends. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    users: components["schemas"]["NewUser"][];
                };
            };
        };
        responses: {
            /** @description All items succeeded. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Api-Version": components["headers"]["ApiVersion"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchResult"];
                };
            };
            /** @description Some items failed; the others are done. */
            207: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Api-Version": components["headers"]["ApiVersion"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchResult"];
                };
            };
            400: components["responses"]["invalid-request.malformed-json"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            409: components["responses"]["idempotency-conflict.idempotency-in-progress"];
            413: components["responses"]["payload-too-large"];
            415: components["responses"]["unsupported-media-type"];
            422: components["responses"]["unsupported-by-chamilo"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error"];
            502: components["responses"]["chamilo-error.chamilo-refused-signature"];
            503: components["responses"]["record-locked.locks-unavailable.identity-provider-unavailable.chamilo-unavailable"];
            504: components["responses"]["chamilo-timeout"];
        };
    };
    editUsers: {
        parameters: {
            query?: {
                /** @description `true`: what Chamilo overwrites and cannot be kept may be lost: the official code. */
                accept_side_effects?: "true" | "false";
            };
            header?: {
                /** @description Makes a retry safe: the work of a key is done once, and its answer is given again, byte for byte, with `Idempotency-Replayed: true`, for 24 hours. The key belongs to this caller, path, query and body. Answers 2xx, 404, 409, 422 and `creation-incomplete` are kept; after any other 5xx, and for operations that answer a secret, the same key does the work again: of a batch, the items that ended so. `Idempotency-Scope: instance` in an answer says that only this instance of the gateway knows the key, until it ends. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    users: components["schemas"]["UserEditItem"][];
                };
            };
        };
        responses: {
            /** @description All items succeeded. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Api-Version": components["headers"]["ApiVersion"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchResult"];
                };
            };
            /** @description Some items failed; the others are done. */
            207: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Api-Version": components["headers"]["ApiVersion"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchResult"];
                };
            };
            400: components["responses"]["invalid-request.malformed-json"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            409: components["responses"]["idempotency-conflict.idempotency-in-progress"];
            413: components["responses"]["payload-too-large"];
            415: components["responses"]["unsupported-media-type"];
            422: components["responses"]["unsupported-by-chamilo"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error"];
            502: components["responses"]["chamilo-error.chamilo-refused-signature"];
            503: components["responses"]["record-locked.locks-unavailable.identity-provider-unavailable.chamilo-unavailable"];
            504: components["responses"]["chamilo-timeout"];
        };
    };
    deleteUsers: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a retry safe: the work of a key is done once, and its answer is given again, byte for byte, with `Idempotency-Replayed: true`, for 24 hours. The key belongs to this caller, path, query and body. Answers 2xx, 404, 409, 422 and `creation-incomplete` are kept; after any other 5xx, and for operations that answer a secret, the same key does the work again: of a batch, the items that ended so. `Idempotency-Scope: instance` in an answer says that only this instance of the gateway knows the key, until it ends. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    users: components["schemas"]["UserReference"][];
                };
            };
        };
        responses: {
            /** @description All items succeeded. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Api-Version": components["headers"]["ApiVersion"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchResult"];
                };
            };
            /** @description Some items failed; the others are done. */
            207: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Api-Version": components["headers"]["ApiVersion"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchResult"];
                };
            };
            400: components["responses"]["invalid-request.malformed-json"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            409: components["responses"]["idempotency-conflict.idempotency-in-progress"];
            413: components["responses"]["payload-too-large"];
            415: components["responses"]["unsupported-media-type"];
            422: components["responses"]["unsupported-by-chamilo"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error"];
            502: components["responses"]["chamilo-error.chamilo-refused-signature"];
            503: components["responses"]["record-locked.locks-unavailable.identity-provider-unavailable.chamilo-unavailable"];
            504: components["responses"]["chamilo-timeout"];
        };
    };
    enableUsers: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a retry safe: the work of a key is done once, and its answer is given again, byte for byte, with `Idempotency-Replayed: true`, for 24 hours. The key belongs to this caller, path, query and body. Answers 2xx, 404, 409, 422 and `creation-incomplete` are kept; after any other 5xx, and for operations that answer a secret, the same key does the work again: of a batch, the items that ended so. `Idempotency-Scope: instance` in an answer says that only this instance of the gateway knows the key, until it ends. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    users: components["schemas"]["UserReference"][];
                };
            };
        };
        responses: {
            /** @description All items succeeded. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Api-Version": components["headers"]["ApiVersion"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchResult"];
                };
            };
            /** @description Some items failed; the others are done. */
            207: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Api-Version": components["headers"]["ApiVersion"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchResult"];
                };
            };
            400: components["responses"]["invalid-request.malformed-json"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            409: components["responses"]["idempotency-conflict.idempotency-in-progress"];
            413: components["responses"]["payload-too-large"];
            415: components["responses"]["unsupported-media-type"];
            422: components["responses"]["unsupported-by-chamilo"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error"];
            502: components["responses"]["chamilo-error.chamilo-refused-signature"];
            503: components["responses"]["record-locked.locks-unavailable.identity-provider-unavailable.chamilo-unavailable"];
            504: components["responses"]["chamilo-timeout"];
        };
    };
    disableUsers: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a retry safe: the work of a key is done once, and its answer is given again, byte for byte, with `Idempotency-Replayed: true`, for 24 hours. The key belongs to this caller, path, query and body. Answers 2xx, 404, 409, 422 and `creation-incomplete` are kept; after any other 5xx, and for operations that answer a secret, the same key does the work again: of a batch, the items that ended so. `Idempotency-Scope: instance` in an answer says that only this instance of the gateway knows the key, until it ends. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    users: components["schemas"]["UserReference"][];
                };
            };
        };
        responses: {
            /** @description All items succeeded. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Api-Version": components["headers"]["ApiVersion"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchResult"];
                };
            };
            /** @description Some items failed; the others are done. */
            207: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Api-Version": components["headers"]["ApiVersion"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchResult"];
                };
            };
            400: components["responses"]["invalid-request.malformed-json"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            409: components["responses"]["idempotency-conflict.idempotency-in-progress"];
            413: components["responses"]["payload-too-large"];
            415: components["responses"]["unsupported-media-type"];
            422: components["responses"]["unsupported-by-chamilo"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error"];
            502: components["responses"]["chamilo-error.chamilo-refused-signature"];
            503: components["responses"]["record-locked.locks-unavailable.identity-provider-unavailable.chamilo-unavailable"];
            504: components["responses"]["chamilo-timeout"];
        };
    };
    listCourses: {
        parameters: {
            query?: {
                visibility?: "public" | "public-registered" | "private" | "closed";
                /** @description Extra field that holds your identifiers, for example `external_course`. */
                field?: string;
                /** @description Most items of a page, 1 to 1000. Default: `100`. */
                limit?: number;
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: {
                /** @description `no-cache`: bypasses the cache. */
                "Cache-Control"?: string;
                /** @description The `ETag` of the answer you have: 304 without a body when it is still valid. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of courses. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Api-Version": components["headers"]["ApiVersion"];
                    /** @description Names this very answer. */
                    ETag?: string;
                    /** @description Seconds since Chamilo was asked; absent when it was asked for this request. */
                    Age?: number;
                    /** @description The next page, with `rel="next"` (RFC 8288); absent at the last one. */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        courses: components["schemas"]["Course"][];
                        next_cursor: string | null;
                    };
                };
            };
            /** @description The answer is the one you have. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Api-Version": components["headers"]["ApiVersion"];
                    /** @description Names this very answer. */
                    ETag?: string;
                    /** @description Seconds since Chamilo was asked; absent when it was asked for this request. */
                    Age?: number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["invalid-request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            422: components["responses"]["unsupported-by-chamilo"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error"];
            502: components["responses"]["chamilo-error.chamilo-refused-signature"];
            503: components["responses"]["identity-provider-unavailable.chamilo-unavailable"];
            504: components["responses"]["chamilo-timeout"];
        };
    };
    createCourse: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a retry safe: the work of a key is done once, and its answer is given again, byte for byte, with `Idempotency-Replayed: true`, for 24 hours. The key belongs to this caller, path, query and body. Answers 2xx, 404, 409, 422 and `creation-incomplete` are kept; after any other 5xx, and for operations that answer a secret, the same key does the work again: of a batch, the items that ended so. `Idempotency-Scope: instance` in an answer says that only this instance of the gateway knows the key, until it ends. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewCourse"];
            };
        };
        responses: {
            /** @description The course exists. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Api-Version": components["headers"]["ApiVersion"];
                    /** @description Path of the record. */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedCourse"];
                };
            };
            400: components["responses"]["invalid-request.malformed-json.unsafe-identifier"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["user-not-found"];
            409: components["responses"]["external-id-taken.course-code-taken.idempotency-conflict.idempotency-in-progress"];
            413: components["responses"]["payload-too-large"];
            415: components["responses"]["unsupported-media-type"];
            422: components["responses"]["rejected-by-chamilo.unsupported-by-chamilo"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error"];
            502: components["responses"]["creation-incomplete.outcome-unknown.chamilo-error.chamilo-refused-signature"];
            503: components["responses"]["record-locked.locks-unavailable.identity-provider-unavailable.chamilo-unavailable"];
            504: components["responses"]["chamilo-timeout"];
        };
    };
    getCourse: {
        parameters: {
            query?: never;
            header?: {
                /** @description `no-cache`: bypasses the cache. */
                "Cache-Control"?: string;
                /** @description The `ETag` of the answer you have: 304 without a body when it is still valid. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description What names the course: `chamilo_course_id` (its number in Chamilo), `code`, or the name of an extra field that holds your own identifier, for example `external_course`. */
                field: string;
                value: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The course. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Api-Version": components["headers"]["ApiVersion"];
                    /** @description Names this very answer. */
                    ETag?: string;
                    /** @description Seconds since Chamilo was asked; absent when it was asked for this request. */
                    Age?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Course"];
                };
            };
            /** @description The answer is the one you have. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Api-Version": components["headers"]["ApiVersion"];
                    /** @description Names this very answer. */
                    ETag?: string;
                    /** @description Seconds since Chamilo was asked; absent when it was asked for this request. */
                    Age?: number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["invalid-request.unsafe-identifier"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["course-not-found"];
            409: components["responses"]["ambiguous-identifier"];
            422: components["responses"]["unsupported-by-chamilo"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error"];
            502: components["responses"]["chamilo-error.chamilo-refused-signature"];
            503: components["responses"]["identity-provider-unavailable.chamilo-unavailable"];
            504: components["responses"]["chamilo-timeout"];
        };
    };
    deleteCourse: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description What names the course: `chamilo_course_id` (its number in Chamilo), `code`, or the name of an extra field that holds your own identifier, for example `external_course`. */
                field: string;
                value: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The course is gone. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Api-Version": components["headers"]["ApiVersion"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["invalid-request.unsafe-identifier"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["course-not-found"];
            409: components["responses"]["ambiguous-identifier"];
            422: components["responses"]["unsupported-by-chamilo"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error"];
            502: components["responses"]["chamilo-error.chamilo-refused-signature"];
            503: components["responses"]["record-locked.locks-unavailable.identity-provider-unavailable.chamilo-unavailable"];
            504: components["responses"]["chamilo-timeout"];
        };
    };
    patchCourse: {
        parameters: {
            query?: {
                /** @description Accepts that what Chamilo would lose is reset to the values of a new course. The answer lists what was. */
                accept_side_effects?: "true" | "false";
            };
            header?: never;
            path: {
                /** @description What names the course: `chamilo_course_id` (its number in Chamilo), `code`, or the name of an extra field that holds your own identifier, for example `external_course`. */
                field: string;
                value: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CoursePatch"];
            };
        };
        responses: {
            /** @description The course is changed, and something of it was reset. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Api-Version": components["headers"]["ApiVersion"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CourseReset"];
                };
            };
            /** @description The course is changed. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Api-Version": components["headers"]["ApiVersion"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["invalid-request.malformed-json.unsafe-identifier"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["course-not-found"];
            409: components["responses"]["ambiguous-identifier"];
            413: components["responses"]["payload-too-large"];
            415: components["responses"]["unsupported-media-type"];
            422: components["responses"]["rejected-by-chamilo.unsupported-by-chamilo"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error"];
            502: components["responses"]["partly-done.chamilo-error.chamilo-refused-signature"];
            503: components["responses"]["record-locked.locks-unavailable.identity-provider-unavailable.chamilo-unavailable"];
            504: components["responses"]["chamilo-timeout"];
        };
    };
    listCourseUsers: {
        parameters: {
            query?: {
                /** @description Most items of a page, 1 to 1000. Default: `100`. */
                limit?: number;
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description What names the course: `chamilo_course_id` (its number in Chamilo), `code`, or the name of an extra field that holds your own identifier, for example `external_course`. */
                field: string;
                value: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of users. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Api-Version": components["headers"]["ApiVersion"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        users: components["schemas"]["CourseUser"][];
                        next_cursor: string | null;
                    };
                };
            };
            400: components["responses"]["invalid-request.unsafe-identifier"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["course-not-found"];
            409: components["responses"]["ambiguous-identifier"];
            422: components["responses"]["unsupported-by-chamilo"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error"];
            502: components["responses"]["chamilo-error.chamilo-refused-signature"];
            503: components["responses"]["identity-provider-unavailable.chamilo-unavailable"];
            504: components["responses"]["chamilo-timeout"];
        };
    };
    getCourseSubscription: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description What names the course: `chamilo_course_id` (its number in Chamilo), `code`, or the name of an extra field that holds your own identifier, for example `external_course`. */
                field: string;
                value: string;
                /** @description What names the user: `chamilo_user_id` (its number in Chamilo), `username`, or the name of an extra field that holds your own identifier, for example `external_user`. */
                userField: string;
                userValue: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Api-Version": components["headers"]["ApiVersion"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "subscribed": true
                     *     }
                     */
                    "application/json": {
                        subscribed: boolean;
                    };
                };
            };
            400: components["responses"]["invalid-request.unsafe-identifier"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["user-not-found.course-not-found"];
            409: components["responses"]["ambiguous-identifier"];
            422: components["responses"]["unsupported-by-chamilo"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error"];
            502: components["responses"]["chamilo-error.chamilo-refused-signature"];
            503: components["responses"]["identity-provider-unavailable.chamilo-unavailable"];
            504: components["responses"]["chamilo-timeout"];
        };
    };
    subscribeUserToCourse: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a retry safe: the work of a key is done once, and its answer is given again, byte for byte, with `Idempotency-Replayed: true`, for 24 hours. The key belongs to this caller, path, query and body. Answers 2xx, 404, 409, 422 and `creation-incomplete` are kept; after any other 5xx, and for operations that answer a secret, the same key does the work again: of a batch, the items that ended so. `Idempotency-Scope: instance` in an answer says that only this instance of the gateway knows the key, until it ends. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description What names the course: `chamilo_course_id` (its number in Chamilo), `code`, or the name of an extra field that holds your own identifier, for example `external_course`. */
                field: string;
                value: string;
                /** @description What names the user: `chamilo_user_id` (its number in Chamilo), `username`, or the name of an extra field that holds your own identifier, for example `external_user`. */
                userField: string;
                userValue: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["CourseSubscription"];
            };
        };
        responses: {
            /** @description The user is subscribed. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Api-Version": components["headers"]["ApiVersion"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["invalid-request.malformed-json.unsafe-identifier"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["user-not-found.course-not-found"];
            409: components["responses"]["already-subscribed.ambiguous-identifier.idempotency-conflict.idempotency-in-progress"];
            413: components["responses"]["payload-too-large"];
            415: components["responses"]["unsupported-media-type"];
            422: components["responses"]["rejected-by-chamilo.unsupported-by-chamilo"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error"];
            502: components["responses"]["chamilo-error.chamilo-refused-signature"];
            503: components["responses"]["record-locked.locks-unavailable.identity-provider-unavailable.chamilo-unavailable"];
            504: components["responses"]["chamilo-timeout"];
        };
    };
    unsubscribeUserFromCourse: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description What names the course: `chamilo_course_id` (its number in Chamilo), `code`, or the name of an extra field that holds your own identifier, for example `external_course`. */
                field: string;
                value: string;
                /** @description What names the user: `chamilo_user_id` (its number in Chamilo), `username`, or the name of an extra field that holds your own identifier, for example `external_user`. */
                userField: string;
                userValue: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The user is not subscribed. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Api-Version": components["headers"]["ApiVersion"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["invalid-request.unsafe-identifier"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["user-not-found.course-not-found"];
            409: components["responses"]["ambiguous-identifier"];
            422: components["responses"]["unsupported-by-chamilo"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error"];
            502: components["responses"]["chamilo-error.chamilo-refused-signature"];
            503: components["responses"]["record-locked.locks-unavailable.identity-provider-unavailable.chamilo-unavailable"];
            504: components["responses"]["chamilo-timeout"];
        };
    };
    listCourseDescriptions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description What names the course: `chamilo_course_id` (its number in Chamilo), `code`, or the name of an extra field that holds your own identifier, for example `external_course`. */
                field: string;
                value: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The descriptions. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Api-Version": components["headers"]["ApiVersion"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        descriptions: components["schemas"]["CourseDescription"][];
                        /** @description False where only some of them can be read on this Chamilo. */
                        complete: boolean;
                    };
                };
            };
            400: components["responses"]["invalid-request.unsafe-identifier"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["course-not-found"];
            409: components["responses"]["ambiguous-identifier"];
            422: components["responses"]["unsupported-by-chamilo"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error"];
            502: components["responses"]["chamilo-error.chamilo-refused-signature"];
            503: components["responses"]["identity-provider-unavailable.chamilo-unavailable"];
            504: components["responses"]["chamilo-timeout"];
        };
    };
    putCourseDescription: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a retry safe: the work of a key is done once, and its answer is given again, byte for byte, with `Idempotency-Replayed: true`, for 24 hours. The key belongs to this caller, path, query and body. Answers 2xx, 404, 409, 422 and `creation-incomplete` are kept; after any other 5xx, and for operations that answer a secret, the same key does the work again: of a batch, the items that ended so. `Idempotency-Scope: instance` in an answer says that only this instance of the gateway knows the key, until it ends. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description What names the course: `chamilo_course_id` (its number in Chamilo), `code`, or the name of an extra field that holds your own identifier, for example `external_course`. */
                field: string;
                value: string;
                type: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CourseDescriptionText"];
            };
        };
        responses: {
            /** @description The text is stored. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Api-Version": components["headers"]["ApiVersion"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["invalid-request.malformed-json.unsafe-identifier"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["course-not-found"];
            409: components["responses"]["ambiguous-identifier.idempotency-conflict.idempotency-in-progress"];
            413: components["responses"]["payload-too-large"];
            415: components["responses"]["unsupported-media-type"];
            422: components["responses"]["rejected-by-chamilo.unsupported-by-chamilo"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error"];
            502: components["responses"]["chamilo-error.chamilo-refused-signature"];
            503: components["responses"]["record-locked.locks-unavailable.identity-provider-unavailable.chamilo-unavailable"];
            504: components["responses"]["chamilo-timeout"];
        };
    };
    createCourses: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a retry safe: the work of a key is done once, and its answer is given again, byte for byte, with `Idempotency-Replayed: true`, for 24 hours. The key belongs to this caller, path, query and body. Answers 2xx, 404, 409, 422 and `creation-incomplete` are kept; after any other 5xx, and for operations that answer a secret, the same key does the work again: of a batch, the items that ended so. `Idempotency-Scope: instance` in an answer says that only this instance of the gateway knows the key, until it ends. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    courses: components["schemas"]["NewCourse"][];
                };
            };
        };
        responses: {
            /** @description All items succeeded. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Api-Version": components["headers"]["ApiVersion"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchResult"];
                };
            };
            /** @description Some items failed; the others are done. */
            207: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Api-Version": components["headers"]["ApiVersion"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchResult"];
                };
            };
            400: components["responses"]["invalid-request.malformed-json"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            409: components["responses"]["idempotency-conflict.idempotency-in-progress"];
            413: components["responses"]["payload-too-large"];
            415: components["responses"]["unsupported-media-type"];
            422: components["responses"]["unsupported-by-chamilo"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error"];
            502: components["responses"]["chamilo-error.chamilo-refused-signature"];
            503: components["responses"]["record-locked.locks-unavailable.identity-provider-unavailable.chamilo-unavailable"];
            504: components["responses"]["chamilo-timeout"];
        };
    };
    deleteCourses: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a retry safe: the work of a key is done once, and its answer is given again, byte for byte, with `Idempotency-Replayed: true`, for 24 hours. The key belongs to this caller, path, query and body. Answers 2xx, 404, 409, 422 and `creation-incomplete` are kept; after any other 5xx, and for operations that answer a secret, the same key does the work again: of a batch, the items that ended so. `Idempotency-Scope: instance` in an answer says that only this instance of the gateway knows the key, until it ends. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    courses: components["schemas"]["CourseReference"][];
                };
            };
        };
        responses: {
            /** @description All items succeeded. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Api-Version": components["headers"]["ApiVersion"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchResult"];
                };
            };
            /** @description Some items failed; the others are done. */
            207: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Api-Version": components["headers"]["ApiVersion"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchResult"];
                };
            };
            400: components["responses"]["invalid-request.malformed-json"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            409: components["responses"]["idempotency-conflict.idempotency-in-progress"];
            413: components["responses"]["payload-too-large"];
            415: components["responses"]["unsupported-media-type"];
            422: components["responses"]["unsupported-by-chamilo"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error"];
            502: components["responses"]["chamilo-error.chamilo-refused-signature"];
            503: components["responses"]["record-locked.locks-unavailable.identity-provider-unavailable.chamilo-unavailable"];
            504: components["responses"]["chamilo-timeout"];
        };
    };
    listSessions: {
        parameters: {
            query?: {
                /** @description Most items of a page, 1 to 1000. Default: `100`. */
                limit?: number;
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: {
                /** @description `no-cache`: bypasses the cache. */
                "Cache-Control"?: string;
                /** @description The `ETag` of the answer you have: 304 without a body when it is still valid. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of sessions. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Api-Version": components["headers"]["ApiVersion"];
                    /** @description Names this very answer. */
                    ETag?: string;
                    /** @description Seconds since Chamilo was asked; absent when it was asked for this request. */
                    Age?: number;
                    /** @description The next page, with `rel="next"` (RFC 8288); absent at the last one. */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        sessions: components["schemas"]["ListedSession"][];
                        next_cursor: string | null;
                    };
                };
            };
            /** @description The answer is the one you have. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Api-Version": components["headers"]["ApiVersion"];
                    /** @description Names this very answer. */
                    ETag?: string;
                    /** @description Seconds since Chamilo was asked; absent when it was asked for this request. */
                    Age?: number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["invalid-request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            422: components["responses"]["unsupported-by-chamilo"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error"];
            502: components["responses"]["chamilo-error.chamilo-refused-signature"];
            503: components["responses"]["identity-provider-unavailable.chamilo-unavailable"];
            504: components["responses"]["chamilo-timeout"];
        };
    };
    createSession: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a retry safe: the work of a key is done once, and its answer is given again, byte for byte, with `Idempotency-Replayed: true`, for 24 hours. The key belongs to this caller, path, query and body. Answers 2xx, 404, 409, 422 and `creation-incomplete` are kept; after any other 5xx, and for operations that answer a secret, the same key does the work again: of a batch, the items that ended so. `Idempotency-Scope: instance` in an answer says that only this instance of the gateway knows the key, until it ends. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewSession"];
            };
        };
        responses: {
            /** @description The session exists. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Api-Version": components["headers"]["ApiVersion"];
                    /** @description Path of the record. */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 3,
                     *       "field": "external_session",
                     *       "value": "2031-S"
                     *     }
                     */
                    "application/json": components["schemas"]["SessionIdentity"];
                };
            };
            400: components["responses"]["invalid-request.malformed-json.unsafe-identifier"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["user-not-found"];
            409: components["responses"]["external-id-taken.session-name-taken.idempotency-conflict.idempotency-in-progress"];
            413: components["responses"]["payload-too-large"];
            415: components["responses"]["unsupported-media-type"];
            422: components["responses"]["rejected-by-chamilo.unsupported-by-chamilo"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error"];
            502: components["responses"]["creation-incomplete.outcome-unknown.chamilo-error.chamilo-refused-signature"];
            503: components["responses"]["record-locked.locks-unavailable.identity-provider-unavailable.chamilo-unavailable"];
            504: components["responses"]["chamilo-timeout"];
        };
    };
    getSession: {
        parameters: {
            query?: never;
            header?: {
                /** @description `no-cache`: bypasses the cache. */
                "Cache-Control"?: string;
                /** @description The `ETag` of the answer you have: 304 without a body when it is still valid. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description What names the session: `chamilo_session_id` (its number in Chamilo), `name`, or the name of an extra field that holds your own identifier, for example `external_session`. */
                field: string;
                value: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The session. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Api-Version": components["headers"]["ApiVersion"];
                    /** @description Names this very answer. */
                    ETag?: string;
                    /** @description Seconds since Chamilo was asked; absent when it was asked for this request. */
                    Age?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description The answer is the one you have. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Api-Version": components["headers"]["ApiVersion"];
                    /** @description Names this very answer. */
                    ETag?: string;
                    /** @description Seconds since Chamilo was asked; absent when it was asked for this request. */
                    Age?: number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["invalid-request.unsafe-identifier"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["session-not-found"];
            409: components["responses"]["ambiguous-identifier"];
            422: components["responses"]["unsupported-by-chamilo"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error"];
            502: components["responses"]["chamilo-error.chamilo-refused-signature"];
            503: components["responses"]["identity-provider-unavailable.chamilo-unavailable"];
            504: components["responses"]["chamilo-timeout"];
        };
    };
    putSession: {
        parameters: {
            query?: {
                /** @description Accepts that what the body leaves out and nobody can read is reset to the values of a new session. The answer lists it. */
                accept_side_effects?: "true" | "false";
            };
            header?: {
                /** @description Makes a retry safe: the work of a key is done once, and its answer is given again, byte for byte, with `Idempotency-Replayed: true`, for 24 hours. The key belongs to this caller, path, query and body. Answers 2xx, 404, 409, 422 and `creation-incomplete` are kept; after any other 5xx, and for operations that answer a secret, the same key does the work again: of a batch, the items that ended so. `Idempotency-Scope: instance` in an answer says that only this instance of the gateway knows the key, until it ends. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description What names the session: `chamilo_session_id` (its number in Chamilo), `name`, or the name of an extra field that holds your own identifier, for example `external_session`. */
                field: string;
                value: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SessionEdit"];
            };
        };
        responses: {
            /** @description The session has the new state, and something was reset (`reset`); or the change was asked for, and Chamilo gives no way to see it (`verified: false`). */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Api-Version": components["headers"]["ApiVersion"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionOutcome"];
                };
            };
            /** @description The session has the new state. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Api-Version": components["headers"]["ApiVersion"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["invalid-request.malformed-json.unsafe-identifier"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["user-not-found.session-not-found"];
            409: components["responses"]["session-name-taken.ambiguous-identifier.idempotency-conflict.idempotency-in-progress"];
            413: components["responses"]["payload-too-large"];
            415: components["responses"]["unsupported-media-type"];
            422: components["responses"]["rejected-by-chamilo.unsupported-by-chamilo"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error"];
            502: components["responses"]["partly-done.outcome-unknown.chamilo-error.chamilo-refused-signature"];
            503: components["responses"]["record-locked.locks-unavailable.identity-provider-unavailable.chamilo-unavailable"];
            504: components["responses"]["chamilo-timeout"];
        };
    };
    deleteSession: {
        parameters: {
            query?: {
                /** @description `true`: users and courses of a session in use are taken out first. */
                empty?: "true" | "false";
            };
            header?: never;
            path: {
                /** @description What names the session: `chamilo_session_id` (its number in Chamilo), `name`, or the name of an extra field that holds your own identifier, for example `external_session`. */
                field: string;
                value: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The session is gone. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Api-Version": components["headers"]["ApiVersion"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["invalid-request.unsafe-identifier"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["session-not-found"];
            409: components["responses"]["session-in-use.ambiguous-identifier"];
            422: components["responses"]["unsupported-by-chamilo"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error"];
            502: components["responses"]["outcome-unknown.chamilo-error.chamilo-refused-signature"];
            503: components["responses"]["record-locked.locks-unavailable.identity-provider-unavailable.chamilo-unavailable"];
            504: components["responses"]["chamilo-timeout"];
        };
    };
    patchSession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description What names the session: `chamilo_session_id` (its number in Chamilo), `name`, or the name of an extra field that holds your own identifier, for example `external_session`. */
                field: string;
                value: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SessionPatch"];
            };
        };
        responses: {
            /** @description The session has the new values. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Api-Version": components["headers"]["ApiVersion"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["invalid-request.malformed-json.unsafe-identifier"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["user-not-found.session-not-found"];
            409: components["responses"]["session-name-taken.ambiguous-identifier"];
            413: components["responses"]["payload-too-large"];
            415: components["responses"]["unsupported-media-type"];
            422: components["responses"]["rejected-by-chamilo.unsupported-by-chamilo"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error"];
            502: components["responses"]["chamilo-error.chamilo-refused-signature"];
            503: components["responses"]["record-locked.locks-unavailable.identity-provider-unavailable.chamilo-unavailable"];
            504: components["responses"]["chamilo-timeout"];
        };
    };
    listSessionUsers: {
        parameters: {
            query?: {
                /** @description Most items of a page, 1 to 1000. Default: `100`. */
                limit?: number;
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description What names the session: `chamilo_session_id` (its number in Chamilo), `name`, or the name of an extra field that holds your own identifier, for example `external_session`. */
                field: string;
                value: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of users. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Api-Version": components["headers"]["ApiVersion"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        users: components["schemas"]["SessionUser"][];
                        next_cursor: string | null;
                    };
                };
            };
            400: components["responses"]["invalid-request.unsafe-identifier"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["session-not-found"];
            409: components["responses"]["ambiguous-identifier"];
            422: components["responses"]["unsupported-by-chamilo"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error"];
            502: components["responses"]["chamilo-error.chamilo-refused-signature"];
            503: components["responses"]["identity-provider-unavailable.chamilo-unavailable"];
            504: components["responses"]["chamilo-timeout"];
        };
    };
    putSessionUser: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a retry safe: the work of a key is done once, and its answer is given again, byte for byte, with `Idempotency-Replayed: true`, for 24 hours. The key belongs to this caller, path, query and body. Answers 2xx, 404, 409, 422 and `creation-incomplete` are kept; after any other 5xx, and for operations that answer a secret, the same key does the work again: of a batch, the items that ended so. `Idempotency-Scope: instance` in an answer says that only this instance of the gateway knows the key, until it ends. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description What names the session: `chamilo_session_id` (its number in Chamilo), `name`, or the name of an extra field that holds your own identifier, for example `external_session`. */
                field: string;
                value: string;
                /** @description What names the user: `chamilo_user_id` (its number in Chamilo), `username`, or the name of an extra field that holds your own identifier, for example `external_user`. */
                userField: string;
                userValue: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The user is in the session. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Api-Version": components["headers"]["ApiVersion"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["invalid-request.unsafe-identifier"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["session-not-found.user-not-found"];
            409: components["responses"]["ambiguous-identifier.idempotency-conflict.idempotency-in-progress"];
            413: components["responses"]["payload-too-large"];
            422: components["responses"]["rejected-by-chamilo.unsupported-by-chamilo"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error"];
            502: components["responses"]["outcome-unknown.chamilo-error.chamilo-refused-signature"];
            503: components["responses"]["record-locked.locks-unavailable.identity-provider-unavailable.chamilo-unavailable"];
            504: components["responses"]["chamilo-timeout"];
        };
    };
    deleteSessionUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description What names the session: `chamilo_session_id` (its number in Chamilo), `name`, or the name of an extra field that holds your own identifier, for example `external_session`. */
                field: string;
                value: string;
                /** @description What names the user: `chamilo_user_id` (its number in Chamilo), `username`, or the name of an extra field that holds your own identifier, for example `external_user`. */
                userField: string;
                userValue: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The user is not in the session. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Api-Version": components["headers"]["ApiVersion"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["invalid-request.unsafe-identifier"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["session-not-found.user-not-found"];
            409: components["responses"]["ambiguous-identifier"];
            422: components["responses"]["rejected-by-chamilo.unsupported-by-chamilo"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error"];
            502: components["responses"]["outcome-unknown.chamilo-error.chamilo-refused-signature"];
            503: components["responses"]["record-locked.locks-unavailable.identity-provider-unavailable.chamilo-unavailable"];
            504: components["responses"]["chamilo-timeout"];
        };
    };
    putSessionCourse: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a retry safe: the work of a key is done once, and its answer is given again, byte for byte, with `Idempotency-Replayed: true`, for 24 hours. The key belongs to this caller, path, query and body. Answers 2xx, 404, 409, 422 and `creation-incomplete` are kept; after any other 5xx, and for operations that answer a secret, the same key does the work again: of a batch, the items that ended so. `Idempotency-Scope: instance` in an answer says that only this instance of the gateway knows the key, until it ends. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description What names the session: `chamilo_session_id` (its number in Chamilo), `name`, or the name of an extra field that holds your own identifier, for example `external_session`. */
                field: string;
                value: string;
                /** @description What names the course: `chamilo_course_id` (its number in Chamilo), `code`, or the name of an extra field that holds your own identifier, for example `external_course`. */
                courseField: string;
                courseValue: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The course is in the session. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Api-Version": components["headers"]["ApiVersion"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["invalid-request.unsafe-identifier"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["session-not-found.course-not-found"];
            409: components["responses"]["ambiguous-identifier.idempotency-conflict.idempotency-in-progress"];
            413: components["responses"]["payload-too-large"];
            422: components["responses"]["unsupported-by-chamilo"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error"];
            502: components["responses"]["outcome-unknown.chamilo-error.chamilo-refused-signature"];
            503: components["responses"]["record-locked.locks-unavailable.identity-provider-unavailable.chamilo-unavailable"];
            504: components["responses"]["chamilo-timeout"];
        };
    };
    deleteSessionCourse: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description What names the session: `chamilo_session_id` (its number in Chamilo), `name`, or the name of an extra field that holds your own identifier, for example `external_session`. */
                field: string;
                value: string;
                /** @description What names the course: `chamilo_course_id` (its number in Chamilo), `code`, or the name of an extra field that holds your own identifier, for example `external_course`. */
                courseField: string;
                courseValue: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The course is not in the session. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Api-Version": components["headers"]["ApiVersion"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["invalid-request.unsafe-identifier"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["session-not-found.course-not-found"];
            409: components["responses"]["ambiguous-identifier"];
            422: components["responses"]["unsupported-by-chamilo"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error"];
            502: components["responses"]["outcome-unknown.chamilo-error.chamilo-refused-signature"];
            503: components["responses"]["record-locked.locks-unavailable.identity-provider-unavailable.chamilo-unavailable"];
            504: components["responses"]["chamilo-timeout"];
        };
    };
    putSessionCourseCoach: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a retry safe: the work of a key is done once, and its answer is given again, byte for byte, with `Idempotency-Replayed: true`, for 24 hours. The key belongs to this caller, path, query and body. Answers 2xx, 404, 409, 422 and `creation-incomplete` are kept; after any other 5xx, and for operations that answer a secret, the same key does the work again: of a batch, the items that ended so. `Idempotency-Scope: instance` in an answer says that only this instance of the gateway knows the key, until it ends. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description What names the session: `chamilo_session_id` (its number in Chamilo), `name`, or the name of an extra field that holds your own identifier, for example `external_session`. */
                field: string;
                value: string;
                /** @description What names the course: `chamilo_course_id` (its number in Chamilo), `code`, or the name of an extra field that holds your own identifier, for example `external_course`. */
                courseField: string;
                courseValue: string;
                /** @description What names the user: `chamilo_user_id` (its number in Chamilo), `username`, or the name of an extra field that holds your own identifier, for example `external_user`. */
                userField: string;
                userValue: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The user is a coach of the course in the session. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Api-Version": components["headers"]["ApiVersion"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["invalid-request.unsafe-identifier"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["session-not-found.course-not-found.user-not-found"];
            409: components["responses"]["course-not-in-session.ambiguous-identifier.idempotency-conflict.idempotency-in-progress"];
            413: components["responses"]["payload-too-large"];
            422: components["responses"]["rejected-by-chamilo.unsupported-by-chamilo"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error"];
            502: components["responses"]["outcome-unknown.chamilo-error.chamilo-refused-signature"];
            503: components["responses"]["record-locked.locks-unavailable.identity-provider-unavailable.chamilo-unavailable"];
            504: components["responses"]["chamilo-timeout"];
        };
    };
    deleteSessionCourseCoach: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description What names the session: `chamilo_session_id` (its number in Chamilo), `name`, or the name of an extra field that holds your own identifier, for example `external_session`. */
                field: string;
                value: string;
                /** @description What names the course: `chamilo_course_id` (its number in Chamilo), `code`, or the name of an extra field that holds your own identifier, for example `external_course`. */
                courseField: string;
                courseValue: string;
                /** @description What names the user: `chamilo_user_id` (its number in Chamilo), `username`, or the name of an extra field that holds your own identifier, for example `external_user`. */
                userField: string;
                userValue: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The user is no coach of the course in the session. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Api-Version": components["headers"]["ApiVersion"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["invalid-request.unsafe-identifier"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["session-not-found.course-not-found.user-not-found"];
            409: components["responses"]["ambiguous-identifier"];
            422: components["responses"]["rejected-by-chamilo.unsupported-by-chamilo"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error"];
            502: components["responses"]["outcome-unknown.chamilo-error.chamilo-refused-signature"];
            503: components["responses"]["record-locked.locks-unavailable.identity-provider-unavailable.chamilo-unavailable"];
            504: components["responses"]["chamilo-timeout"];
        };
    };
    putEnrolment: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a retry safe: the work of a key is done once, and its answer is given again, byte for byte, with `Idempotency-Replayed: true`, for 24 hours. The key belongs to this caller, path, query and body. Answers 2xx, 404, 409, 422 and `creation-incomplete` are kept; after any other 5xx, and for operations that answer a secret, the same key does the work again: of a batch, the items that ended so. `Idempotency-Scope: instance` in an answer says that only this instance of the gateway knows the key, until it ends. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Enrolment"];
            };
        };
        responses: {
            /** @description The user was there, and is in all of them. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Api-Version": components["headers"]["ApiVersion"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Enrolled"];
                };
            };
            /** @description The user was created, and is in all of them. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Api-Version": components["headers"]["ApiVersion"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Enrolled"];
                };
            };
            /** @description The user is there; some parts failed. */
            207: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Api-Version": components["headers"]["ApiVersion"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Enrolled"];
                };
            };
            400: components["responses"]["invalid-request.malformed-json.unsafe-identifier"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["user-not-found"];
            409: components["responses"]["username-taken.idempotency-conflict.idempotency-in-progress"];
            413: components["responses"]["payload-too-large"];
            415: components["responses"]["unsupported-media-type"];
            422: components["responses"]["password-encryption-refused.rejected-by-chamilo.unsupported-by-chamilo"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error"];
            502: components["responses"]["creation-incomplete.outcome-unknown.chamilo-error.chamilo-refused-signature"];
            503: components["responses"]["record-locked.locks-unavailable.identity-provider-unavailable.chamilo-unavailable"];
            504: components["responses"]["chamilo-timeout"];
        };
    };
    getTimeSpent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description What names the user: `chamilo_user_id` (its number in Chamilo), `username`, or the name of an extra field that holds your own identifier, for example `external_user`. */
                field: string;
                value: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The time. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Api-Version": components["headers"]["ApiVersion"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "seconds": 7260
                     *     }
                     */
                    "application/json": components["schemas"]["TimeSpent"];
                };
            };
            400: components["responses"]["invalid-request.unsafe-identifier"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["user-not-found"];
            409: components["responses"]["ambiguous-identifier"];
            422: components["responses"]["unsupported-by-chamilo"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error"];
            502: components["responses"]["chamilo-error.chamilo-refused-signature"];
            503: components["responses"]["identity-provider-unavailable.chamilo-unavailable"];
            504: components["responses"]["chamilo-timeout"];
        };
    };
    getCourseTimeSpent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description What names the user: `chamilo_user_id` (its number in Chamilo), `username`, or the name of an extra field that holds your own identifier, for example `external_user`. */
                field: string;
                value: string;
                /** @description What names the course: `chamilo_course_id` (its number in Chamilo), `code`, or the name of an extra field that holds your own identifier, for example `external_course`. */
                courseField: string;
                courseValue: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The time. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Api-Version": components["headers"]["ApiVersion"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TimeSpent"];
                };
            };
            400: components["responses"]["invalid-request.unsafe-identifier"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["user-not-found.course-not-found"];
            409: components["responses"]["ambiguous-identifier"];
            422: components["responses"]["unsupported-by-chamilo"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error"];
            502: components["responses"]["chamilo-error.chamilo-refused-signature"];
            503: components["responses"]["identity-provider-unavailable.chamilo-unavailable"];
            504: components["responses"]["chamilo-timeout"];
        };
    };
    getSessionCourseTimeSpent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description What names the user: `chamilo_user_id` (its number in Chamilo), `username`, or the name of an extra field that holds your own identifier, for example `external_user`. */
                field: string;
                value: string;
                /** @description What names the session: `chamilo_session_id` (its number in Chamilo), `name`, or the name of an extra field that holds your own identifier, for example `external_session`. */
                sessionField: string;
                sessionValue: string;
                /** @description What names the course: `chamilo_course_id` (its number in Chamilo), `code`, or the name of an extra field that holds your own identifier, for example `external_course`. */
                courseField: string;
                courseValue: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The time. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Api-Version": components["headers"]["ApiVersion"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "seconds": 5400
                     *     }
                     */
                    "application/json": components["schemas"]["TimeSpent"];
                };
            };
            400: components["responses"]["invalid-request.unsafe-identifier"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["user-not-found.course-not-found.session-not-found"];
            409: components["responses"]["ambiguous-identifier"];
            422: components["responses"]["unsupported-by-chamilo"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error"];
            502: components["responses"]["chamilo-error.chamilo-refused-signature"];
            503: components["responses"]["identity-provider-unavailable.chamilo-unavailable"];
            504: components["responses"]["chamilo-timeout"];
        };
    };
    getLearnpathTimeSpent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description What names the user: `chamilo_user_id` (its number in Chamilo), `username`, or the name of an extra field that holds your own identifier, for example `external_user`. */
                field: string;
                value: string;
                /** @description What names the course: `chamilo_course_id` (its number in Chamilo), `code`, or the name of an extra field that holds your own identifier, for example `external_course`. */
                courseField: string;
                courseValue: string;
                learnpathId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            400: components["responses"]["invalid-request.unsafe-identifier"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            422: components["responses"]["unsupported-by-chamilo"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error"];
            501: components["responses"]["not-implemented-by-chamilo"];
            502: components["responses"]["chamilo-error.chamilo-refused-signature"];
            503: components["responses"]["identity-provider-unavailable.chamilo-unavailable"];
            504: components["responses"]["chamilo-timeout"];
        };
    };
    listLearnpaths: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description What names the user: `chamilo_user_id` (its number in Chamilo), `username`, or the name of an extra field that holds your own identifier, for example `external_user`. */
                field: string;
                value: string;
                /** @description What names the course: `chamilo_course_id` (its number in Chamilo), `code`, or the name of an extra field that holds your own identifier, for example `external_course`. */
                courseField: string;
                courseValue: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The learnpaths. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Api-Version": components["headers"]["ApiVersion"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Learnpaths"];
                };
            };
            400: components["responses"]["invalid-request.unsafe-identifier"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["user-not-found.course-not-found"];
            409: components["responses"]["ambiguous-identifier"];
            422: components["responses"]["unsupported-by-chamilo"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error"];
            502: components["responses"]["chamilo-error.chamilo-refused-signature"];
            503: components["responses"]["identity-provider-unavailable.chamilo-unavailable"];
            504: components["responses"]["chamilo-timeout"];
        };
    };
    getLearnpathProgress: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description What names the user: `chamilo_user_id` (its number in Chamilo), `username`, or the name of an extra field that holds your own identifier, for example `external_user`. */
                field: string;
                value: string;
                /** @description What names the course: `chamilo_course_id` (its number in Chamilo), `code`, or the name of an extra field that holds your own identifier, for example `external_course`. */
                courseField: string;
                courseValue: string;
                learnpathId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The progress. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Api-Version": components["headers"]["ApiVersion"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LearnpathProgress"];
                };
            };
            400: components["responses"]["invalid-request.unsafe-identifier"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["user-not-found.course-not-found.learnpath-not-found"];
            409: components["responses"]["ambiguous-identifier"];
            422: components["responses"]["unsupported-by-chamilo"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error"];
            502: components["responses"]["chamilo-error.chamilo-refused-signature"];
            503: components["responses"]["identity-provider-unavailable.chamilo-unavailable"];
            504: components["responses"]["chamilo-timeout"];
        };
    };
    getLearnpathLocation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description What names the user: `chamilo_user_id` (its number in Chamilo), `username`, or the name of an extra field that holds your own identifier, for example `external_user`. */
                field: string;
                value: string;
                /** @description What names the course: `chamilo_course_id` (its number in Chamilo), `code`, or the name of an extra field that holds your own identifier, for example `external_course`. */
                courseField: string;
                courseValue: string;
                learnpathId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The place. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Api-Version": components["headers"]["ApiVersion"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LearnpathLocation"];
                };
            };
            400: components["responses"]["invalid-request.unsafe-identifier"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["user-not-found.course-not-found.learnpath-not-found"];
            409: components["responses"]["ambiguous-identifier"];
            422: components["responses"]["unsupported-by-chamilo"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error"];
            502: components["responses"]["chamilo-error.chamilo-refused-signature"];
            503: components["responses"]["identity-provider-unavailable.chamilo-unavailable"];
            504: components["responses"]["chamilo-timeout"];
        };
    };
    getLearnpathItemScore: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description What names the user: `chamilo_user_id` (its number in Chamilo), `username`, or the name of an extra field that holds your own identifier, for example `external_user`. */
                field: string;
                value: string;
                /** @description What names the course: `chamilo_course_id` (its number in Chamilo), `code`, or the name of an extra field that holds your own identifier, for example `external_course`. */
                courseField: string;
                courseValue: string;
                learnpathId: string;
                itemId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The scores. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Api-Version": components["headers"]["ApiVersion"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LearnpathItemScore"];
                };
            };
            400: components["responses"]["invalid-request.unsafe-identifier"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["user-not-found.course-not-found.learnpath-not-found"];
            409: components["responses"]["ambiguous-identifier"];
            422: components["responses"]["unsupported-by-chamilo"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error"];
            502: components["responses"]["chamilo-error.chamilo-refused-signature"];
            503: components["responses"]["identity-provider-unavailable.chamilo-unavailable"];
            504: components["responses"]["chamilo-timeout"];
        };
    };
    getLearnpathItemStatus: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description What names the user: `chamilo_user_id` (its number in Chamilo), `username`, or the name of an extra field that holds your own identifier, for example `external_user`. */
                field: string;
                value: string;
                /** @description What names the course: `chamilo_course_id` (its number in Chamilo), `code`, or the name of an extra field that holds your own identifier, for example `external_course`. */
                courseField: string;
                courseValue: string;
                learnpathId: string;
                itemId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The status. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Api-Version": components["headers"]["ApiVersion"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LearnpathItemStatus"];
                };
            };
            400: components["responses"]["invalid-request.unsafe-identifier"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["user-not-found.course-not-found.learnpath-not-found"];
            409: components["responses"]["ambiguous-identifier"];
            422: components["responses"]["unsupported-by-chamilo"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error"];
            502: components["responses"]["chamilo-error.chamilo-refused-signature"];
            503: components["responses"]["identity-provider-unavailable.chamilo-unavailable"];
            504: components["responses"]["chamilo-timeout"];
        };
    };
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It runs. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Api-Version": components["headers"]["ApiVersion"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        status: "ok";
                    };
                };
            };
            500: components["responses"]["internal-error"];
        };
    };
    getReadiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description They would, perhaps with warnings. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Api-Version": components["headers"]["ApiVersion"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        status: "ready" | "degraded" | "unready" | "stopping";
                        /** @description Present where the campus is the built-in sandbox. */
                        sandbox?: boolean;
                        checks: {
                            /** @example signature */
                            id: string;
                            /** @enum {string} */
                            status: "ok" | "warning" | "failure";
                            detail: string;
                            /** @description How long it took, in milliseconds. */
                            ms: number;
                        }[];
                    };
                };
            };
            500: components["responses"]["internal-error"];
            /** @description They would not. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Api-Version": components["headers"]["ApiVersion"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        status: "ready" | "degraded" | "unready" | "stopping";
                        /** @description Present where the campus is the built-in sandbox. */
                        sandbox?: boolean;
                        checks: {
                            /** @example signature */
                            id: string;
                            /** @enum {string} */
                            status: "ok" | "warning" | "failure";
                            detail: string;
                            /** @description How long it took, in milliseconds. */
                            ms: number;
                        }[];
                    };
                };
            };
        };
    };
    getMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The metrics, as text. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Api-Version": components["headers"]["ApiVersion"];
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            500: components["responses"]["internal-error"];
        };
    };
    getDocument: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The document, OpenAPI 3.1. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Api-Version": components["headers"]["ApiVersion"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            500: components["responses"]["internal-error"];
        };
    };
}
