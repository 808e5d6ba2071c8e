/** Names of schemas and messages (RFC 7643, RFC 7644). */
export const CORE_USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const CORE_GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
export const ENTERPRISE_USER = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
/** What Chamilo has and the standard has not. */
export const CHAMILO_USER = 'urn:ietf:params:scim:schemas:extension:chamilo:2.0:User';
/** What a campus can do, in ServiceProviderConfig. */
export const CHAMILO_CONFIG = 'urn:ietf:params:scim:schemas:extension:chamilo:2.0:ServiceProviderConfig';
export const LIST_RESPONSE = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';
export const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
export const BULK_REQUEST = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest';
export const BULK_RESPONSE = 'urn:ietf:params:scim:api:messages:2.0:BulkResponse';
export const ERROR = 'urn:ietf:params:scim:api:messages:2.0:Error';

/** Where the routes are. */
export const BASE = '/scim/v2';
