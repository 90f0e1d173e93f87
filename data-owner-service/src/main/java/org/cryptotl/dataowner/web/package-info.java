/** The pages: server-rendered, usable without JavaScript where nothing has to move by itself. */
package org.cryptotl.dataowner.web;
